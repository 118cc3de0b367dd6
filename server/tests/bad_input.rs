//! Requests that are not as they have to be: each gets its status and its code, and nothing of it is written.
use crate::common::{Client, Server, login, new_account, problem};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Bytes, Code};

/// What is asked, and the code that it gets.
type Case = (&'static str, RequestBuilder, Code);

async fn held(cases: Vec<Case>) {
    for (name, request, code) in cases {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers()["x-version"], env!("CARGO_PKG_VERSION"), "{name}");
        let waits = answer.headers().contains_key("retry-after");
        assert_eq!(waits, matches!(code, Code::Quota | Code::TooMany | Code::Unavailable), "{name}");
        let status = answer.status().as_u16();
        assert_eq!((problem(answer).await, status), (code, code.status()), "{name}");
    }
}

/// Nothing was written: no entry, no byte, no file of a blob.
async fn untouched(server: &Server, client: &Client) {
    let page: Value = client.get("/v1/log").await.json().await.unwrap();
    assert_eq!((&page["entries"], &page["version"]), (&json!([]), &json!(0)));
    let usage: Value = client.get("/v1/usage").await.json().await.unwrap();
    assert_eq!(usage["bytes"], crate::common::KEYS, "its keys alone");
    let keys: Value = client.get("/v1/keys").await.json().await.unwrap();
    assert_eq!(keys["generation"], 1);
    assert_eq!(crate::common::files(&server.folder.path().join("blobs")), 0);
}

fn log_path(client: &Client) -> String {
    format!("/v1/log/{}/1", Id(client.device))
}

fn entry() -> Value {
    json!({"prev": Id([0; 32]), "epoch": 1, "sealed": Bytes(vec![1]), "signature": Id([4; 64])})
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused_on_every_route_that_takes_json() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let deep = "[".repeat(4_000);
    let deep_field = format!("{{\"a\":{}", "{\"a\":".repeat(700));
    let bodies: [(&str, &[u8]); 12] = [
        ("nothing", b""),
        ("half of it", b"{\"account\":\"ad"),
        ("null", b"null"),
        ("a list", b"[]"),
        ("a word", b"\"ada\""),
        ("a number without end", b"1e999999"),
        ("no UTF-8", b"{\"account\":\"\xff\xfe\"}"),
        ("half a pair of surrogates", b"{\"account\":\"\\ud800\"}"),
        ("more behind it", b"{} {}"),
        ("deep", deep.as_bytes()),
        ("deep in a field that nobody knows", deep_field.as_bytes()),
        ("a mark of byte order", b"\xef\xbb\xbf{}"),
    ];
    let document: Value = ada.get("/v1/openapi.json").await.json().await.unwrap();
    let mut cases: Vec<Case> = vec![];
    let mut routes = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, call) in methods.as_object().unwrap() {
            if call["requestBody"]["content"]["application/json"].is_null() {
                continue;
            }
            routes += 1;
            let there = path.replace("{device}", &Id(ada.device).to_string());
            let there = there.replace("{seq}", "1").replace("{version}", "1");
            for (name, body) in bodies {
                let method: Method = method.to_uppercase().parse().unwrap();
                let request = ada.request(method, &there).header("if-match", "\"1\"");
                let request = request.header("content-type", "application/json").body(body.to_vec());
                cases.push((name, request, Code::BadRequest));
            }
        }
    }
    assert!(routes >= 6, "{routes}");
    held(cases).await;
    untouched(&server, &ada).await;
}

#[tokio::test]
async fn fields_that_are_not_what_they_have_to_be_are_refused() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let account = |field: &str, value: Value| {
        let mut body = new_account("eve");
        *body.pointer_mut(field).unwrap() = value;
        ada.request(Method::POST, "/v1/accounts").json(&body)
    };
    held(vec![
        ("padding", account("/seed", json!("AAAAAAAAAAAAAAAAAAAAAA==")), Code::BadRequest),
        ("the other alphabet", account("/seed", json!("++++++++++++++++++++AA")), Code::BadRequest),
        ("too short", account("/auth", json!("AAAA")), Code::BadRequest),
        ("bits left over", account("/id", json!("AAAAAAAAAAAAAAAAAAAAAB")), Code::BadRequest),
        ("no base64", account("/keys/keyring", json!("a b")), Code::BadRequest),
        ("a negative number", account("/kdf/memory", json!(-1)), Code::BadRequest),
        ("a number too large", account("/kdf/memory", json!(4_294_967_296_u64)), Code::BadRequest),
        ("a fraction", account("/kdf/passes", json!(1.5)), Code::BadRequest),
        ("another first generation", account("/keys/generation", json!(u64::MAX)), Code::BadRequest),
        ("a name of 201 characters", account("/account", json!("ä".repeat(201))), Code::BadRequest),
        ("a NUL in the name", account("/account", json!("a\0b")), Code::BadRequest),
        (
            "a NUL to log in with",
            ada.request(Method::POST, "/v1/prelogin").json(&json!({"account": "\0"})),
            Code::BadRequest,
        ),
        (
            "a name without end to log in with",
            ada.request(Method::POST, "/v1/sessions")
                .json(&json!({"account": "x".repeat(3_900), "auth": Id([1; 32]), "device": Id([1; 16])})),
            Code::BadRequest,
        ),
        ("a query twice", ada.request(Method::GET, "/v1/log?since=1&since=2"), Code::BadRequest),
        ("a query below zero", ada.request(Method::GET, "/v1/log?since=-1"), Code::BadRequest),
        ("a path that is no text", ada.request(Method::GET, "/v1/packs/%ff"), Code::NotFound),
    ])
    .await;
    // The highest number that there is, is behind everything.
    ada.append(1, &[], &[]).await;
    let page: Value = ada.get(&format!("/v1/log?since={}", u64::MAX)).await.json().await.unwrap();
    assert_eq!(page["entries"], json!([]));
}

#[tokio::test]
async fn entries_that_cannot_be_are_refused() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let logged = |field: &str, value: Value| {
        let mut body = entry();
        body[field] = value;
        ada.request(Method::PUT, &log_path(&ada)).json(&body)
    };
    let row = |key: usize| {
        let key = Bytes(vec![1; key]);
        json!([{"id": Id([1; 32]), "kind": "text", "class": "mark", "day": 1, "epoch": 1, "wrappedKey": key}])
    };
    held(vec![
        ("a class that there is not", logged("adds", json!([{"class": "gold"}])), Code::BadRequest),
        ("a wrapped key too long", logged("adds", row(257)), Code::TooLarge),
        ("a wrapped key that is not", logged("adds", row(256)), Code::MissingPack),
        ("an epoch too large", logged("epoch", json!(u64::MAX)), Code::BadRequest),
        (
            "entry 0",
            ada.request(Method::PUT, &format!("/v1/log/{}/0", Id(ada.device))).json(&entry()),
            Code::BadRequest,
        ),
        (
            "an entry beyond all numbers",
            ada.request(Method::PUT, &format!("/v1/log/{}/{}", Id(ada.device), u64::MAX)).json(&entry()),
            Code::SeqGap,
        ),
    ])
    .await;
    untouched(&server, &ada).await;
}

#[tokio::test]
async fn headers_that_are_missing_or_there_twice_are_refused() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let guest = server.guest();
    let token = ada.token.clone().unwrap();
    let bare = |value: &str| guest.request(Method::GET, "/v1/log").header("authorization", value);
    let keys: Value = ada.get("/v1/keys").await.json().await.unwrap();
    let next = json!({"keys": {"generation": 2, "passphrase": keys["passphrase"], "recovery": keys["recovery"], "keyring": keys["keyring"]}});
    let put = || ada.request(Method::PUT, "/v1/keys").json(&next);
    let undo = || ada.request(Method::POST, "/v1/undo");
    let prelogin = || guest.request(Method::POST, "/v1/prelogin").body("{\"account\":\"ada\"}");
    held(vec![
        ("no token", guest.request(Method::GET, "/v1/log"), Code::Unauthorized),
        ("an empty one", bare("Bearer "), Code::Unauthorized),
        ("no scheme", bare(&token), Code::Unauthorized),
        ("another scheme", bare(&format!("Basic {token}")), Code::Unauthorized),
        ("garbage", bare("Bearer \u{fffd}"), Code::Unauthorized),
        ("two tokens", ada.request(Method::GET, "/v1/log").bearer_auth(&token), Code::Unauthorized),
        ("a token without end", bare(&format!("Bearer {}", "A".repeat(20_000))), Code::Unauthorized),
        ("no generation", put(), Code::BadRequest),
        ("a generation without quotes", put().header("if-match", "1"), Code::BadRequest),
        ("any generation", put().header("if-match", "*"), Code::BadRequest),
        ("one too large", put().header("if-match", format!("\"{}\"", u128::MAX)), Code::BadRequest),
        ("the last one", put().header("if-match", format!("\"{}\"", u64::MAX)), Code::BadRequest),
        ("two generations", put().header("if-match", "\"1\"").header("if-match", "\"1\""), Code::BadRequest),
        ("no ticket", undo(), Code::BadRequest),
        ("half a ticket", undo().header("x-undo-ticket", "AAAA"), Code::BadRequest),
        (
            "two tickets",
            undo().header("x-undo-ticket", Id([1; 16]).to_string()).header("x-undo-ticket", "x"),
            Code::BadRequest,
        ),
        ("no content type", prelogin(), Code::BadRequest),
        ("another one", prelogin().header("content-type", "application/jsonp"), Code::BadRequest),
        (
            "two of them",
            prelogin().header("content-type", "application/json").header("content-type", "text/plain"),
            Code::BadRequest,
        ),
    ])
    .await;
    assert_eq!(bare(&format!("bearer  {token}")).send().await.unwrap().status(), 401);
    assert_eq!(bare(&format!("bearer {token}")).send().await.unwrap().status(), 200, "schemes have no case");
    let json = prelogin().header("content-type", "Application/JSON; charset=utf-8");
    assert_eq!(json.send().await.unwrap().status(), 200);
    untouched(&server, &ada).await;
}

#[tokio::test]
async fn every_limit_holds_to_the_byte() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let limits: Value = ada.get("/v1/limits").await.json().await.unwrap();
    let most = |name: &str| limits[name].as_u64().unwrap() as usize;
    let keys = |length: usize| json!({"keys": {"generation": 2, "passphrase": "", "recovery": Bytes(vec![0; 1]), "keyring": Bytes(vec![0; length - 1])}});
    let put_keys = |length: usize| {
        ada.request(Method::PUT, "/v1/keys")
            .header("if-match", "\"1\"")
            .header("x-proof", login("ada", 1)["auth"].as_str().unwrap())
            .json(&keys(length))
    };
    let sealed = |length: usize| {
        let mut body = entry();
        body["sealed"] = json!(Bytes(vec![1; length]));
        ada.request(Method::PUT, &log_path(&ada)).json(&body)
    };
    let many = |count: usize| -> Vec<Id<32>> { (0..count).map(|n| Id([n as u8; 32])).collect() };
    let gone = |count: usize| ada.request(Method::DELETE, "/v1/packs").json(&json!({"ids": many(count)}));
    let dels = |count: usize| {
        let mut body = entry();
        body["dels"] = json!(many(count));
        ada.request(Method::PUT, &log_path(&ada)).json(&body)
    };
    let pack = vec![7; most("pack") + 1];
    held(vec![
        ("a pack", ada.pack_request(&pack), Code::TooLarge),
        ("an entry", sealed(most("entry") + 1), Code::TooLarge),
        ("ids", gone(most("ids") + 1), Code::TooLarge),
        ("as many ids as may be, of which none is there", gone(most("ids")), Code::NotFound),
        ("packs that an entry takes away", dels(most("ids") + 1), Code::TooLarge),
        ("keys", put_keys(most("keys") + 1), Code::TooLarge),
    ])
    .await;
    untouched(&server, &ada).await;
    assert_eq!(put_keys(most("keys")).send().await.unwrap().status(), 204);
    assert_eq!(sealed(most("entry")).send().await.unwrap().status(), 201);
    assert_eq!(ada.pack_request(&pack[1..]).send().await.unwrap().status(), 201);
    for device in 2..=most("devices") as u8 {
        server.login("ada", device).await;
    }
    let newest = server.login("ada", 200).await;
    let listed = newest.get("/v1/devices").await.json::<Vec<Value>>().await.unwrap();
    assert_eq!(listed.len(), most("devices"), "the one that was heard of least lately has given way");
}

#[tokio::test]
async fn who_is_refused_while_sending_reads_why() {
    let server = Server::start().await;
    let guest = Client { token: Some("AAAA".to_owned()), ..server.guest() };
    let pack = vec![7; 8 << 20];
    for _ in 0..5 {
        // A connection of its own each time: what is left of a refused one may be closed.
        let fresh = Client { http: reqwest::Client::new(), token: guest.token.clone(), ..server.guest() };
        held(vec![("a pack of nobody", fresh.pack_request(&pack), Code::Unauthorized)]).await;
    }
    let much = server.guest().request(Method::POST, "/v1/prelogin").body(vec![b' '; 4 << 20]);
    held(vec![("spaces", much.header("content-type", "application/json"), Code::TooLarge)]).await;
    // Without a login nobody has more than a few KiB kept.
    for path in ["/v1/prelogin", "/v1/sessions"] {
        let more = server.guest().request(Method::POST, path).body(vec![b' '; 5_000]);
        held(vec![(path, more.header("content-type", "application/json"), Code::TooLarge)]).await;
    }
}

/// What comes back for bytes after which nothing more is sent.
async fn said(server: &Server, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.origin.trim_start_matches("http://")).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn what_is_cut_off_or_no_http_is_not_taken() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let token = ada.token.clone().unwrap();
    let pack = Id([7; 32]);
    let head = |path: &str, rest: &str| {
        format!("PUT {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{rest}\r\n")
    };
    let to_pack = format!("/v1/packs/{pack}");
    for (name, request) in [
        ("less than was announced", head(&to_pack, "content-length: 100\r\n") + "0123456789"),
        ("a piece without its end", head(&to_pack, "transfer-encoding: chunked\r\n") + "5\r\n01234\r\n"),
        (
            "a piece of no length",
            head(&to_pack, "transfer-encoding: chunked\r\n") + "zz\r\n01234\r\n0\r\n\r\n",
        ),
        ("two lengths", head(&to_pack, "content-length: 5\r\ncontent-length: 6\r\n") + "012345"),
        ("a length below zero", head(&to_pack, "content-length: -1\r\n") + "012345"),
        (
            "half an entry",
            head(&log_path(&ada), "content-type: application/json\r\ncontent-length: 500\r\n")
                + &entry().to_string(),
        ),
        ("half a head", format!("PUT {to_pack} HTTP/1.1\r\nhost")),
        ("a head without end", head(&to_pack, &format!("x: {}\r\n", "y".repeat(1 << 20)))),
        ("no HTTP", "\u{16}\u{3}\u{1} hello\r\n\r\n".to_owned()),
    ] {
        let answer = said(&server, request.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{name}: {answer}");
    }
    untouched(&server, &ada).await;
}

#[tokio::test]
async fn an_announced_length_beyond_all_limits_is_refused_before_it_is_sent() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let token = ada.token.clone().unwrap();
    let request = format!(
        "PUT /v1/packs/{} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        Id([7; 32]),
        u64::MAX / 2
    );
    let answer = said(&server, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("too_large"), "{answer}");
}
