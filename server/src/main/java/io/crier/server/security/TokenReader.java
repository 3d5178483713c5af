package io.crier.server.security;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jwt.JWTClaimsSet;
import io.crier.server.message.Bytes;
import io.crier.server.settings.Settings;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens (JWT, RFC 7519, signed as RFC 7515 says): first who signed it, and only then what it
 * says. Of the head it heeds {@code alg} and {@code kid} alone; keys that a token brings itself, or
 * points to, are never used.
 */
final class TokenReader {
    private static final int USER_BYTES_MAX = 256;
    private static final int GLOBS_MAX = 256;
    private static final int GLOB_BYTES_MAX = 1_024;
    private static final Verdict MALFORMED =
            new Verdict.Wrong("the token is malformed, or not signed");

    /** A claim that is not as it has to be. */
    private static final class WrongClaim extends Exception {
        private static final long serialVersionUID = 1;

        WrongClaim(String why) {
            super(why);
        }
    }

    private final TokenKeys keys;
    private final Settings settings;
    private final long nowMillis;

    TokenReader(TokenKeys keys, Settings settings, long nowMillis) {
        this.keys = keys;
        this.settings = settings;
        this.nowMillis = nowMillis;
    }

    Verdict read(String compact) {
        JWSObject token;
        Signing signing;
        if (!isStrict(compact)) {
            return MALFORMED;
        }
        try {
            token = JWSObject.parse(compact);
            signing = Signing.named(token.getHeader().getAlgorithm());
        } catch (ParseException | IllegalArgumentException malformed) {
            return MALFORMED;
        }
        JWSHeader head = token.getHeader();
        if (signing == null) {
            return new Verdict.Wrong("alg must be RS256, ES256, EdDSA or HS256");
        }
        if (head.getCriticalParams() != null) {
            return new Verdict.Wrong("crit must be absent: no extension is understood");
        }
        List<TokenKey> fitting = keys.fitting(signing, head.getKeyID());
        if (fitting.isEmpty()) {
            return new Verdict.Wrong("no key of token-keys is for the token's alg and kid");
        }
        if (fitting.stream().noneMatch(key -> key.signed(token))) {
            return new Verdict.Wrong("no key of token-keys has signed the token");
        }
        return readClaims(token);
    }

    /**
     * Whether each part is the one way in which base64url writes its bytes, without padding (RFC
     * 7515, section 2). Otherwise many texts were the same token.
     */
    private static boolean isStrict(String compact) {
        try {
            for (String part : compact.split("\\.", -1)) {
                byte[] bytes = Base64.getUrlDecoder().decode(part);
                if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException foreign) {
            return false;
        }
    }

    private Verdict readClaims(JWSObject token) {
        try {
            Map<String, Object> payload = token.getPayload().toJSONObject();
            if (payload == null) {
                throw new WrongClaim("the claims must be a JSON object");
            }
            return new Verdict.Good(token(JWTClaimsSet.parse(payload)));
        } catch (ParseException malformed) {
            return new Verdict.Wrong("a claim is malformed");
        } catch (WrongClaim wrong) {
            return new Verdict.Wrong(String.valueOf(wrong.getMessage()));
        }
    }

    private Token token(JWTClaimsSet claims) throws WrongClaim {
        String issuer = settings.tokenIssuer();
        if (!issuer.isEmpty() && !issuer.equals(claims.getIssuer())) {
            throw new WrongClaim("iss must be what token-issuer says");
        }
        String audience = settings.tokenAudience();
        if (!audience.isEmpty() && !claims.getAudience().contains(audience)) {
            throw new WrongClaim("aud must name what token-audience says");
        }
        return new Token(
                user(claims.getSubject()),
                globs("publish", claims.getClaim("publish")),
                globs("subscribe", claims.getClaim("subscribe")),
                end(claims));
    }

    private long end(JWTClaimsSet claims) throws WrongClaim {
        long leeway = settings.tokenLeeway().toMillis();
        Date begins = claims.getNotBeforeTime();
        if (begins != null && begins.toInstant().toEpochMilli() - leeway > nowMillis) {
            throw new WrongClaim("the token is not valid yet (nbf)");
        }
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new WrongClaim("exp must say when the session ends");
        }
        long end = expires.toInstant().toEpochMilli() + leeway;
        if (end <= nowMillis) {
            throw new WrongClaim("the token has expired");
        }
        return end;
    }

    private static Bytes user(@Nullable String subject) throws WrongClaim {
        String name = subject == null ? "" : subject;
        Bytes user = Bytes.of(name);
        boolean plain = name.chars().noneMatch(c -> c == ' ' || Character.isISOControl(c));
        if (user.length() == 0
                || user.length() > USER_BYTES_MAX
                || !plain
                || user.equals(Users.DEFAULT)) {
            throw new WrongClaim(
                    "sub must name a user other than default, in 1 to "
                            + USER_BYTES_MAX
                            + " bytes without spaces and control characters");
        }
        return user;
    }

    /** Nothing is allowed that is not said. */
    private static List<Bytes> globs(String claim, @Nullable Object said) throws WrongClaim {
        List<?> globs =
                said == null ? List.of() : said instanceof List<?> all ? all : List.of(said);
        if (globs.size() > GLOBS_MAX) {
            throw new WrongClaim(claim + " must have at most " + GLOBS_MAX + " globs");
        }
        List<Bytes> read = new ArrayList<>();
        for (Object glob : globs) {
            if (!(glob instanceof String text)) {
                throw new WrongClaim(claim + " must be a list of strings");
            }
            Bytes bytes = Bytes.of(text);
            if (bytes.length() > GLOB_BYTES_MAX || text.chars().anyMatch(c -> c <= ' ')) {
                throw new WrongClaim(
                        claim
                                + " must have globs of at most "
                                + GLOB_BYTES_MAX
                                + " bytes without spaces; `?` stands for one");
            }
            read.add(bytes);
        }
        return read;
    }
}
