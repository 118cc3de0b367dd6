//! Which databases are spoken to: in the clear only on this machine.
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::net::IpAddr;
use std::str::FromStr;

/// What is wrong with a database's address, for people: it is none, or it leads to another machine without TLS.
pub fn check(url: &str) -> Result<(), String> {
    if url.starts_with("sqlite:") {
        return Ok(());
    }
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err("database: an address that begins with sqlite: or postgres:// is wanted".to_owned());
    }
    // As the connections will read it, with PGHOST and PGSSLMODE of the environment. The error may have the password in it.
    let Ok(options) = PgConnectOptions::from_str(url) else {
        return Err("database: this is no address of a PostgreSQL".to_owned());
    };
    let own = options.get_socket().is_some() || is_loopback(options.get_host());
    let encrypted =
        matches!(options.get_ssl_mode(), PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull);
    if own || encrypted {
        return Ok(());
    }
    let join = if url.contains('?') { '&' } else { '?' };
    Err(format!(
        "database: {} is another machine, and nothing says that the way there is encrypted; add {join}sslmode=verify-full to the address \
         (and &sslrootcert=FILE where its certificate is of an authority of your own), or sslmode=require to take any certificate",
        options.get_host()
    ))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_is_spoken_to_with_tls_alone() {
        for fine in [
            "sqlite:vault.db",
            "postgres:///webmynd?host=/run/postgresql",
            "postgres://webmynd@%2Frun%2Fpostgresql/webmynd",
            "postgres://webmynd@localhost/webmynd",
            "postgres://webmynd@127.0.0.1:5433/webmynd?sslmode=disable",
            "postgres://webmynd@[::1]/webmynd",
            "postgresql://db.example.org/webmynd?sslmode=require",
            "postgres://db.example.org/webmynd?sslmode=verify-ca",
            "postgres://db.example.org/webmynd?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        ] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for (refused, words) in [
            ("postgres://ada:sesame@db.example.org/webmynd", "add ?sslmode=verify-full"),
            ("postgres://10.0.0.5/webmynd?sslmode=prefer", "add &sslmode=verify-full"),
            ("postgres:///webmynd?host=db.example.org", "db.example.org is another machine"),
            ("postgres:///webmynd?hostaddr=10.0.0.5&sslmode=disable", "10.0.0.5 is another machine"),
            ("postgres://ada:sesame@db.example.org/webmynd?sslmode=always", "no address"),
        ] {
            let error = check(refused).unwrap_err();
            assert!(error.contains(words) && !error.contains("sesame"), "{refused}: {error}");
        }
    }
}
