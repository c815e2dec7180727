package io.weir.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which Weir this is. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "weir " + (version == null ? "development build" : version),
            "Java " + System.getProperty("java.version")
        };
    }
}
