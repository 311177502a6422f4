package com.planitai.kpi.server.identity;

import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Members and their sessions. */
final class MemberRepository {
    private static final String INSERT_MEMBER = """
            INSERT INTO member (id, email, name, password_hash, role)
            VALUES (:id, :email, :name, :passwordHash, :role)
            """;
    private static final String BY_EMAIL = """
            SELECT id, email, name, password_hash, role
            FROM member
            WHERE email = :email
            """;
    private static final String BY_ID = """
            SELECT id, email, name, password_hash, role
            FROM member
            WHERE id = :id
            """;
    private static final String BY_SESSION = """
            SELECT m.id, m.email, m.name, m.password_hash, m.role
            FROM session s
            JOIN member m ON m.id = s.member_id
            WHERE s.id = :session AND s.expires_at > :now
            """;
    private static final String BY_TOKEN = """
            SELECT m.id, m.email, m.name, m.password_hash, m.role
            FROM session s
            JOIN member m ON m.id = s.member_id
            WHERE s.token_hash = :hash AND s.expires_at > :now
            """;
    private static final String INSERT_SESSION = """
            INSERT INTO session (id, member_id, token_hash, created_at, expires_at)
            VALUES (:id, :member, :hash, :now, :expires)
            """;
    private static final String DELETE_EXPIRED = """
            DELETE FROM session
            WHERE member_id = :member AND expires_at <= :now
            """;
    private static final String DELETE_SESSION = """
            DELETE FROM session
            WHERE id = :session
            """;
    private static final String DELETE_TOKEN = """
            DELETE FROM session
            WHERE token_hash = :hash
            """;
    private static final String SETTINGS = """
            SELECT name, locale, time_zone, fiscal_first_month, fiscal_naming
            FROM settings
            """;

    /** What {@code GET /me} shows of the tenant. */
    record TenantFacts(String name, String locale, String timeZone, int fiscalFirstMonth, String fiscalYearNaming) {}

    void insert(TenantTransaction transaction, Member member) {
        transaction
                .createUpdate(INSERT_MEMBER)
                .bind("id", member.id())
                .bind("email", member.email())
                .bind("name", member.name())
                .bind("passwordHash", member.passwordHash())
                .bind("role", member.role().wireName())
                .execute();
    }

    Optional<Member> byEmail(TenantTransaction transaction, String email) {
        return transaction
                .createQuery(BY_EMAIL)
                .bind("email", email)
                .map((row, context) -> member(row))
                .findOne();
    }

    Optional<Member> byId(TenantTransaction transaction, UUID id) {
        return transaction
                .createQuery(BY_ID)
                .bind("id", id)
                .map((row, context) -> member(row))
                .findOne();
    }

    Optional<Member> bySession(TenantTransaction transaction, UUID session, Instant now) {
        return transaction
                .createQuery(BY_SESSION)
                .bind("session", session)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> member(row))
                .findOne();
    }

    Optional<Member> byToken(TenantTransaction transaction, byte[] hash, Instant now) {
        return transaction
                .createQuery(BY_TOKEN)
                .bind("hash", hash)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> member(row))
                .findOne();
    }

    void insertSession(TenantTransaction transaction, UUID id, UUID member, byte[] hash, Instant now, Instant expires) {
        transaction
                .createUpdate(DELETE_EXPIRED)
                .bind("member", member)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        transaction
                .createUpdate(INSERT_SESSION)
                .bind("id", id)
                .bind("member", member)
                .bind("hash", hash)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("expires", expires.atOffset(ZoneOffset.UTC))
                .execute();
    }

    boolean deleteSession(TenantTransaction transaction, UUID session) {
        return transaction.createUpdate(DELETE_SESSION).bind("session", session).execute() > 0;
    }

    boolean deleteToken(TenantTransaction transaction, byte[] hash) {
        return transaction.createUpdate(DELETE_TOKEN).bind("hash", hash).execute() > 0;
    }

    TenantFacts tenant(TenantTransaction transaction) {
        return transaction
                .createQuery(SETTINGS)
                .map((row, context) -> new TenantFacts(
                        row.getString("name"),
                        row.getString("locale"),
                        row.getString("time_zone"),
                        row.getInt("fiscal_first_month"),
                        row.getString("fiscal_naming")))
                .one();
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getObject("id", UUID.class),
                row.getString("email"),
                row.getString("name"),
                row.getString("password_hash"),
                Role.ofWireName(row.getString("role")));
    }
}
