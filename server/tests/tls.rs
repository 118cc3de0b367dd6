//! TLS to PostgreSQL: a true connection is encrypted, a certificate that is not trusted opens nothing, and another machine is not spoken to
//! without.
use crate::postgres::Postgres;
use sqlx::Row;
use std::process::Command;
use webmynd_server::store::Store;

#[tokio::test]
async fn a_database_is_spoken_to_with_tls_by_a_certificate_that_is_trusted() {
    let Some(postgres) = Postgres::with_tls() else { return };
    drop(postgres.database("vault"));
    let own = postgres.database_with_tls("vault", "sslmode=verify-full&sslrootcert={folder}/ca.pem");
    let store = Store::open(&own).await.unwrap();
    store.ready().await.unwrap();
    let database = sqlx::AnyPool::connect(&own).await.unwrap();
    let row = sqlx::query(
        "SELECT COUNT(*) AS plain FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'webmynd' AND NOT ssl",
    );
    let plain: i64 = row.fetch_one(&database).await.unwrap().get("plain");
    assert_eq!(plain, 0, "no connection is in the clear");
    Store::open(&postgres.database_with_tls("vault", "sslmode=require")).await.unwrap();
    let strange = postgres.database_with_tls("vault", "sslmode=verify-full");
    let Err(refused) = Store::open(&strange).await else { panic!("any certificate is taken") };
    assert!(refused.to_string().to_lowercase().contains("certificate"), "{refused}");
}

#[test]
fn another_machine_without_tls_is_refused_by_check_and_at_the_start() {
    for command in ["check", "serve"] {
        let folder = tempfile::tempdir().unwrap();
        let refused = Command::new(env!("CARGO_BIN_EXE_webmynd-server"))
            .arg(command)
            .env("WEBMYND_SERVER_DATA", folder.path())
            .env("WEBMYND_SERVER_DATABASE", "postgres://ada:sesame@db.example.org/vault")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("sslmode=verify-full"), "{said}");
        assert!(!said.contains("sesame"), "and the password is not told: {said}");
    }
}
