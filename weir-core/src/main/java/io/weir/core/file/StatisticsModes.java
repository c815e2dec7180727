package io.weir.core.file;

/** Which statistics a table keeps of which column. */
public final class StatisticsModes {}
