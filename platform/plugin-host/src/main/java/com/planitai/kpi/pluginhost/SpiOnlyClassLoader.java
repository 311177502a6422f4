package com.planitai.kpi.pluginhost;

import com.planitai.kpi.spi.Spi;

/** The allow-list between a plugin and the product: the JDK's own classes and the SPI's package, nothing else. */
final class SpiOnlyClassLoader extends ClassLoader {
    private static final String SPI_PREFIX = Spi.class.getPackageName() + ".";

    SpiOnlyClassLoader() {
        super("spi-only", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(SPI_PREFIX) && name.indexOf('.', SPI_PREFIX.length()) < 0) {
            return Class.forName(name, false, Spi.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
