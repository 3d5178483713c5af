package io.crier.server.transport;

import io.crier.server.message.Bytes;
import io.crier.server.settings.TlsTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A private key in PEM, as openssl writes it: PKCS #8, encrypted or not, and the older forms of RSA
 * (PKCS #1) and of elliptic curves (SEC 1), which are put into PKCS #8.
 */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(.*?)-----END \\1-----",
                    Pattern.DOTALL);
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {2, 1, 0};

    /** The algorithm "rsaEncryption" without parameters: 1.2.840.113549.1.1.1. */
    private static final byte[] RSA = {
        0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };

    /** The algorithm "ecPublicKey", whose parameter is the curve: 1.2.840.10045.2.1. */
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PemKey() {}

    /**
     * @param password empty for a key that is not encrypted
     */
    static PrivateKey read(Bytes pem, Bytes password) throws TlsTrouble {
        String text = new String(pem.array(), StandardCharsets.ISO_8859_1);
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new TlsTrouble(TlsTable.KEY, "holds no private key in PEM");
        }
        String content = Objects.requireNonNull(block.group(2));
        if (content.contains("Proc-Type:")) {
            throw new TlsTrouble(
                    TlsTable.KEY,
                    "is encrypted in an old form; 'openssl pkcs8 -topk8' writes the one that is"
                            + " read");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(content);
            return switch (Objects.requireNonNull(block.group(1))) {
                case "RSA PRIVATE KEY" -> parsed(der(SEQUENCE, VERSION_0, RSA, der(OCTETS, der)));
                case "EC PRIVATE KEY" ->
                        parsed(
                                der(
                                        SEQUENCE,
                                        VERSION_0,
                                        der(SEQUENCE, EC, curve(der)),
                                        der(OCTETS, der)));
                case "ENCRYPTED PRIVATE KEY" -> decrypted(der, password);
                default -> parsed(der);
            };
        } catch (IllegalArgumentException malformed) {
            throw new TlsTrouble(TlsTable.KEY, "is not a private key: " + malformed, malformed);
        }
    }

    private static PrivateKey parsed(byte[] pkcs8) throws TlsTrouble {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (InvalidKeySpecException another) {
                // Only trying tells of which kind a key is.
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        throw new TlsTrouble(TlsTable.KEY, "is no key of RSA, an elliptic curve or EdDSA");
    }

    private static PrivateKey decrypted(byte[] der, Bytes password) throws TlsTrouble {
        if (password.length() == 0) {
            throw new TlsTrouble(TlsTable.KEY, "is encrypted; tls-key-file-pass must be set");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            char[] characters = new String(password.array(), StandardCharsets.UTF_8).toCharArray();
            return parsed(
                    info.getKeySpec(
                                    SecretKeyFactory.getInstance(cipher(info))
                                            .generateSecret(new PBEKeySpec(characters)))
                            .getEncoded());
        } catch (IOException | GeneralSecurityException wrong) {
            throw new TlsTrouble(TlsTable.KEY_PASSWORD, "does not open tls-key-file", wrong);
        }
    }

    /** PBES2 says in its parameters which cipher it is. */
    private static String cipher(EncryptedPrivateKeyInfo info) {
        AlgorithmParameters parameters = info.getAlgParameters();
        return parameters != null && parameters.getAlgorithm().equals("PBES2")
                ? String.valueOf(parameters)
                : info.getAlgName();
    }

    /**
     * The name of the curve of a key in SEC 1: an object identifier inside of the element with the
     * context-specific tag 0.
     */
    private static byte[] curve(byte[] sec1) {
        for (int i = 0; i + 4 < sec1.length; i++) {
            int inner = sec1[i + 3];
            if (sec1[i] == (byte) 0xa0
                    && sec1[i + 2] == 6
                    && sec1[i + 1] == inner + 2
                    && i + 4 + inner <= sec1.length) {
                return der(6, Arrays.copyOfRange(sec1, i + 4, i + 4 + inner));
            }
        }
        throw new IllegalArgumentException("the key does not name its curve");
    }

    /** An element of DER that holds these bytes. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (length < 128) {
            element.write(length);
        } else {
            element.write(0x82);
            element.write(length >> 8);
            element.write(length);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
