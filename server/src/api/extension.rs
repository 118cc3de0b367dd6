//! A group's own index of builds: what installed copies ask for when they look for a new version, and the packages.
//!
//! Firefox reads `updates.json` (extensionworkshop.com, "Updating your extension"), Chromium `updates.xml`
//! (developer.chrome.com, "Autoupdating"). Nothing of this is part of `/v1`.
use super::Shared;
use super::ask::text;
use super::problem::Refusal;
use crate::builds::{Browser, Build, Builds, numbers};
use crate::config::Config;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io;
use std::sync::Arc;
use subtle::ConstantTimeEq;
use webmynd_protocol::Code;

/// The routes, which answer 404 where no folder is configured.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/extension/updates.json", get(firefox))
        .route("/extension/updates.xml", get(chrome))
        .route("/extension/{file}", get(package))
}

async fn firefox(State(vault): State<Shared>, headers: HeaderMap) -> Result<Response, Refusal> {
    let (_, builds) = listed(&vault, &headers).await?;
    let text = updates_json(&builds, &place(&vault.config)).to_string();
    Ok(answer(&headers, "application/json", text.into_bytes()))
}

async fn chrome(State(vault): State<Shared>, headers: HeaderMap) -> Result<Response, Refusal> {
    let (_, builds) = listed(&vault, &headers).await?;
    Ok(answer(&headers, "text/xml; charset=utf-8", updates_xml(&builds, &place(&vault.config)).into_bytes()))
}

async fn package(
    State(vault): State<Shared>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (folder, all) = listed(&vault, &headers).await?;
    let build = all.into_iter().find(|build| build.file == file).ok_or(Code::NotFound)?;
    let kind = match build.browser {
        Browser::Firefox => "application/x-xpinstall",
        Browser::Chrome => "application/x-chrome-extension",
    };
    let bytes = blocking(move || folder.bytes(&build)).await?;
    Ok(answer(&headers, kind, bytes))
}

/// The builds, for who may see them.
async fn listed(vault: &Shared, headers: &HeaderMap) -> Result<(Arc<Builds>, Vec<Build>), Refusal> {
    let builds = vault.builds.clone().ok_or(Code::NotFound)?;
    if let Some(login) = &vault.config.extension.login {
        let given = text(headers, header::AUTHORIZATION.as_str())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
            .and_then(|(_, given)| STANDARD.decode(given).ok())
            .unwrap_or_default();
        if !bool::from(Sha256::digest(given).ct_eq(&Sha256::digest(login))) {
            return Err(Refusal::basic());
        }
    }
    let folder = builds.clone();
    let all = blocking(move || builds.list()).await?;
    Ok((folder, all))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            tracing::error!("the folder of builds: {error}");
            Err(Code::Unavailable.into())
        }
        Err(_) => Err(Code::Internal.into()),
    }
}

fn answer(headers: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
    let hash = Sha256::digest(&bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let etag = format!("\"{hash}\"");
    let same = text(headers, header::IF_NONE_MATCH.as_str()) == Some(etag.as_str());
    let head = [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if same {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    let mut response = (head, bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The address that links begin with. It has the login, if one is asked for, which whoever is answered knows: Firefox sends
/// it for an address that has it and for no other, also on the same server.
fn place(config: &Config) -> String {
    let base = config.base();
    let (Some(login), Some((scheme, host))) = (&config.extension.login, base.split_once("://")) else {
        return base;
    };
    let (name, password) = login.split_once(':').unwrap_or((login, ""));
    format!("{scheme}://{}:{}@{host}", in_address(name), in_address(password))
}

/// As a name or a password stands in an address (RFC 3986, 2.1): every byte that could mean something else as `%` and two digits.
fn in_address(text: &str) -> String {
    text.bytes().fold(String::new(), |mut address, byte| {
        let _ = match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                write!(address, "{}", char::from(byte))
            }
            byte => write!(address, "%{byte:02X}"),
        };
        address
    })
}

/// Every version of every extension; Firefox takes the newest that its own version allows.
fn updates_json(builds: &[Build], base: &str) -> Value {
    let mut addons = Map::new();
    for build in builds.iter().filter(|build| build.browser == Browser::Firefox) {
        let mut update = json!({
            "version": build.version,
            "update_link": format!("{base}/extension/{}", build.file),
            "update_hash": format!("sha256:{}", build.hash),
        });
        if let (Some(oldest), Some(update)) = (&build.oldest, update.as_object_mut()) {
            update.insert("applications".to_owned(), json!({"gecko": {"strict_min_version": oldest}}));
        }
        let addon = addons.entry(build.id.clone()).or_insert_with(|| json!({"updates": []}));
        if let Some(updates) = addon.get_mut("updates").and_then(Value::as_array_mut) {
            updates.push(update);
        }
    }
    json!({"addons": addons})
}

/// The newest version of each extension: Chromium reads one.
fn updates_xml(builds: &[Build], base: &str) -> String {
    let mut newest: Vec<&Build> = Vec::new();
    for build in builds.iter().filter(|build| build.browser == Browser::Chrome) {
        match newest.iter_mut().find(|one| one.id == build.id) {
            Some(one) if numbers(&one.version) < numbers(&build.version) => *one = build,
            Some(_) => (),
            None => newest.push(build),
        }
    }
    let mut xml = "<?xml version='1.0' encoding='UTF-8'?>\n<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>\n".to_owned();
    for build in newest {
        let oldest = build
            .oldest
            .as_ref()
            .map_or_else(String::new, |oldest| format!(" prodversionmin='{}'", escaped(oldest)));
        let _ = writeln!(
            xml,
            "  <app appid='{}'>\n    <updatecheck codebase='{}/extension/{}' version='{}' hash_sha256='{}'{oldest} />\n  </app>",
            build.id,
            escaped(base),
            build.file,
            build.version,
            build.hash
        );
    }
    xml + "</gupdate>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&apos;")
}
