package com.planitai.kpi.tenancy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test's own and a certificate that it gave to a server, made by the JDK's keytool. */
final class Certificates {
    private static final String PASSWORD = "for-the-length-of-a-test";

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /** For the length of a day, for the name {@code localhost} alone, by an authority of this name. */
    static Certificates make(Path folder, String authority)
            throws IOException, InterruptedException, GeneralSecurityException {
        var made = new Certificates(Files.createDirectories(folder));
        made.pair("authority", authority, "bc:critical=ca:true");
        made.pair("server", "server", "ku=digitalSignature");
        made.keytool("server", "-certreq", "-file", made.file("server.csr"));
        made.keytool(
                "authority",
                "-gencert",
                "-rfc",
                "-ext",
                "san=dns:localhost",
                "-infile",
                made.file("server.csr"),
                "-outfile",
                made.file("server.crt"));
        made.keytool("authority", "-exportcert", "-rfc", "-file", made.file("authority.crt"));
        made.exportKey();
        return made;
    }

    /** PEM, as sslrootcert wants it. */
    Path authority() {
        return folder.resolve("authority.crt");
    }

    Path certificate() {
        return folder.resolve("server.crt");
    }

    Path key() {
        return folder.resolve("server.key");
    }

    private void pair(String name, String commonName, String extension) throws IOException, InterruptedException {
        keytool(
                name,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "1",
                "-dname",
                "CN=" + commonName,
                "-ext",
                extension);
    }

    private void keytool(String name, String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                name,
                "-keystore",
                file(name + ".p12"),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        line.addAll(List.of(arguments));
        Path said = folder.resolve("keytool.log");
        int exit = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException(
                    "keytool " + command + " ended with " + exit + ": " + Files.readString(said));
        }
    }

    /** A server refuses a key that others can read. */
    private void exportKey() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve("server.p12"))) {
            store.load(file, PASSWORD.toCharArray());
        }
        Key key = store.getKey("server", PASSWORD.toCharArray());
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.createFile(key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key(), "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
