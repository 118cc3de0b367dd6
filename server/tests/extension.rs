//! A group's own index of builds, held against what Firefox and Chromium document of update manifests. Real browsers
//! update themselves from it in `tests/browser/stories/vault/updates.mjs`.
use crate::common::skipped::skipped;
use crate::common::{Server, problem};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use webmynd_protocol::Code;

const BASE: &str = "https://vault.example.org";
const ID: [u8; 16] = [0x0f; 16];

fn zipped(version: &str) -> Vec<u8> {
    let manifest = json!({
        "manifest_version": 3, "name": "WebMynd", "version": version, "minimum_chrome_version": "128",
        "browser_specific_settings": {"gecko": {"id": "webmynd@webmynd.org", "strict_min_version": "142.0"}},
    });
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("manifest.json", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(manifest.to_string().as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A package as Chromium signs it, but for the signature.
fn crx(version: &str) -> Vec<u8> {
    let header = [&[0x82, 0xf1, 0x04, 18, 0x0a, 16], ID.as_slice()].concat();
    [b"Cr24\x03\0\0\0".as_slice(), &(header.len() as u32).to_le_bytes(), &header, &zipped(version)].concat()
}

async fn server_of(builds: &Path, login: Option<&str>) -> Server {
    Server::with(|config| {
        config.base = Some(BASE.to_owned());
        config.extension.folder = Some(builds.to_owned());
        config.extension.login = login.map(str::to_owned);
    })
    .await
}

#[tokio::test]
async fn browsers_are_told_of_every_build_and_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("webmynd-0.9.0.xpi", &zipped("0.9.0"));
    put("webmynd-0.10.0.xpi", &zipped("0.10.0"));
    put("webmynd-0.9.0.crx", &crx("0.9.0"));
    put("webmynd-0.10.0.crx", &crx("0.10.0"));
    put("secret.txt", b"not for anyone");
    let server = server_of(folder.path(), None).await;
    let guest = server.guest();
    let update = |version: &str| {
        let hash: String = Sha256::digest(zipped(version)).iter().map(|byte| format!("{byte:02x}")).collect();
        json!({
            "version": version,
            "update_link": format!("{BASE}/extension/webmynd-{version}.xpi"),
            "update_hash": format!("sha256:{hash}"),
            "applications": {"gecko": {"strict_min_version": "142.0"}},
        })
    };
    let answer = guest.get("/extension/updates.json").await;
    assert_eq!(answer.headers()["content-type"], "application/json");
    let manifest: Value = answer.json().await.unwrap();
    assert_eq!(
        manifest,
        json!({"addons": {"webmynd@webmynd.org": {"updates": [update("0.10.0"), update("0.9.0")]}}})
    );

    // Chromium asks with its own question behind the address.
    let answer = guest.get("/extension/updates.xml?x=id%3Dapapap%26v%3D0.9.0%26uc").await;
    assert_eq!(answer.headers()["content-type"], "text/xml; charset=utf-8");
    let hash: String = Sha256::digest(crx("0.10.0")).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        answer.text().await.unwrap(),
        format!(
            "<?xml version='1.0' encoding='UTF-8'?>\n<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>\n  \
             <app appid='{}'>\n    <updatecheck codebase='{BASE}/extension/webmynd-0.10.0.crx' version='0.10.0' hash_sha256='{hash}' prodversionmin='128' />\n  \
             </app>\n</gupdate>\n",
            "ap".repeat(16)
        )
    );
    for (file, kind, bytes) in [
        ("webmynd-0.10.0.xpi", "application/x-xpinstall", zipped("0.10.0")),
        ("webmynd-0.9.0.crx", "application/x-chrome-extension", crx("0.9.0")),
    ] {
        let path = format!("/extension/{file}");
        let answer = guest.get(&path).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (200, &kind.parse().unwrap())
        );
        let etag = answer.headers()["etag"].clone();
        assert_eq!(answer.bytes().await.unwrap(), bytes);
        let same = guest.request(Method::GET, &path).header("if-none-match", etag).send().await.unwrap();
        assert_eq!(same.status(), 304);
    }
    for path in ["secret.txt", "none.xpi", "..%2fvault.db", "%2e%2e%2fvault.db", ""] {
        assert_eq!(problem(guest.get(&format!("/extension/{path}")).await).await, Code::NotFound, "{path}");
    }
}

#[tokio::test]
async fn builds_are_for_who_has_the_login_where_there_is_one_and_for_nobody_without_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xpi"), zipped("1")).unwrap();
    let server = server_of(folder.path(), Some("group:open sesame")).await;
    let guest = server.guest();
    for path in ["updates.json", "updates.xml", "a.xpi", "none"] {
        let path = format!("/extension/{path}");
        for request in [
            guest.request(Method::GET, &path),
            guest.request(Method::GET, &path).basic_auth("group", Some("open")),
            guest.request(Method::GET, &path).bearer_auth("Z3JvdXA6b3BlbiBzZXNhbWU="),
        ] {
            let answer = request.send().await.unwrap();
            assert_eq!(answer.headers()["www-authenticate"], "Basic realm=\"builds\"");
            assert_eq!(problem(answer).await, Code::Unauthorized);
        }
    }
    let answer = guest.request(Method::GET, "/extension/a.xpi").basic_auth("group", Some("open sesame"));
    assert_eq!(answer.send().await.unwrap().status(), 200);
    let none = Server::start().await;
    assert_eq!(problem(none.guest().get("/extension/updates.json").await).await, Code::NotFound);
    std::fs::remove_file(folder.path().join("a.xpi")).unwrap();
    std::fs::remove_dir(folder.path()).unwrap();
    let gone = server_of(folder.path(), None).await;
    let answer = gone.guest().get("/extension/updates.json").await;
    assert_eq!((problem(answer).await, ()), (Code::Unavailable, ()));
}

#[tokio::test]
async fn links_have_the_login_where_there_is_one_for_browsers_send_it_to_no_other_address() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xpi"), zipped("1")).unwrap();
    std::fs::write(folder.path().join("a.crx"), crx("1")).unwrap();
    for (name, password, there) in
        [("group", "open sesame", "group:open%20sesame"), ("a@b", "p:w/é'&", "a%40b:p%3Aw%2F%C3%A9%27%26")]
    {
        let server = server_of(folder.path(), Some(&format!("{name}:{password}"))).await;
        let guest = server.guest();
        let ask = |path: &str| guest.request(Method::GET, path).basic_auth(name, Some(password)).send();
        let manifest: Value = ask("/extension/updates.json").await.unwrap().json().await.unwrap();
        let link = manifest["addons"]["webmynd@webmynd.org"]["updates"][0]["update_link"].as_str().unwrap();
        assert_eq!(link, format!("https://{there}@vault.example.org/extension/a.xpi"));
        let xml = ask("/extension/updates.xml").await.unwrap().text().await.unwrap();
        assert!(
            xml.contains(&format!("codebase='https://{there}@vault.example.org/extension/a.crx'")),
            "{xml}"
        );
    }
}

/// What Chromium itself packs and signs is read, where there is one.
#[tokio::test]
async fn a_package_of_chromiums_own_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("webmynd");
    std::fs::create_dir(&source).unwrap();
    let manifest = json!({"manifest_version": 3, "name": "WebMynd", "version": "0.1.0"});
    std::fs::write(source.join("manifest.json"), manifest.to_string()).unwrap();
    let chromium = std::env::var("CHROME").unwrap_or_else(|_| "chromium".to_owned());
    let packed = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("--pack-extension={}", source.display()))
        .output();
    if !packed.is_ok_and(|output| output.status.success()) || !folder.path().join("webmynd.crx").exists() {
        skipped("there is no Chromium here that packs");
        return;
    }
    let server = server_of(folder.path(), None).await;
    let xml = server.guest().get("/extension/updates.xml").await.text().await.unwrap();
    let id = xml.split("appid='").nth(1).unwrap().split('\'').next().unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| (b'a'..=b'p').contains(&byte)), "{xml}");
    assert!(xml.contains("/extension/webmynd.crx' version='0.1.0'"), "{xml}");
}
