//! Thousands of requests made by lot of the OpenAPI document: each is answered by a problem of a known code or done, none
//! is a fault of the server's. `WEBMYND_REQUESTS` says how many, `WEBMYND_SEED` from where.
use crate::common::{Client, Server, problem};
use reqwest::{Method, RequestBuilder};
use serde_json::{Map, Value, json};
use webmynd_protocol::Code;
use webmynd_protocol::bytes::Id;

/// SplitMix64: the same seed asks the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len() as u64) as usize]
    }

    fn text(&mut self) -> String {
        let parts =
            ["", "ada", "A", "\0", "ä", "\u{202e}", "' OR 1=1 --", "../..", "%2f", "=", "\u{fffd}", "{}"];
        (0..self.roll(4)).map(|_| *self.of(&parts)).collect()
    }

    fn number(&mut self) -> Value {
        let all = [
            json!(0),
            json!(1),
            json!(-1),
            json!(u32::MAX),
            json!(i64::MAX),
            json!(u64::MAX),
            json!(1e300),
            json!(0.5),
        ];
        self.of(&all).clone()
    }

    fn anything(&mut self) -> Value {
        match self.roll(5) {
            0 => Value::Null,
            1 => self.number(),
            2 => json!([self.text()]),
            3 => json!({self.text(): self.text()}),
            _ => json!(self.text()),
        }
    }

    /// Bytes in base64, mostly as many as a pattern like `{22}` wants.
    fn base64(&mut self, pattern: &str) -> Value {
        let wanted: Option<usize> = pattern.split(['{', '}']).nth(1).and_then(|count| count.parse().ok());
        let same = ['A', 'Q', 'g', 'w'][self.roll(4) as usize];
        match (wanted, self.roll(8)) {
            (_, 0) => json!(self.text()),
            (Some(length), _) => json!(format!("{}A", same.to_string().repeat(length - 1))),
            (None, _) => json!("AAAA".repeat(self.roll(40) as usize)),
        }
    }
}

/// A value of `schema`, or now and then something else.
fn value(dice: &mut Dice, document: &Value, schema: &Value) -> Value {
    if dice.roll(40) == 0 {
        return dice.anything();
    }
    if let Some(name) = schema["$ref"].as_str() {
        return value(dice, document, document.pointer(&name[1..]).unwrap());
    }
    if let Some(all) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let one = dice.of(all).clone();
        return value(dice, document, &one);
    }
    if let Some(all) = schema["enum"].as_array() {
        return dice.of(all).clone();
    }
    let kind = match &schema["type"] {
        Value::Array(all) => dice.of(all).as_str().unwrap().to_owned(),
        kind => kind.as_str().unwrap_or("object").to_owned(),
    };
    match kind.as_str() {
        "integer" => {
            if dice.roll(3) == 0 {
                dice.number()
            } else {
                json!(dice.roll(5))
            }
        }
        "boolean" => json!(dice.roll(2) == 0),
        "null" => Value::Null,
        "array" => (0..dice.roll(4)).map(|_| value(dice, document, &schema["items"])).collect(),
        "string" => match schema["pattern"].as_str() {
            Some(pattern) => dice.base64(pattern),
            None => json!(dice.text()),
        },
        _ => {
            let mut made = Map::new();
            for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                if dice.roll(30) != 0 {
                    made.insert(name.clone(), value(dice, document, field));
                }
            }
            Value::Object(made)
        }
    }
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// A request for one of the document's calls: ids, numbers, queries, headers and body by lot.
fn asked(
    dice: &mut Dice,
    document: &Value,
    client: &Client,
    call: &Value,
    (method, path, pack): (&str, &str, Id<32>),
) -> (String, RequestBuilder) {
    let ids = [pack.to_string(), Id(client.device).to_string(), "AAAA".to_owned(), "%00".to_owned()];
    let (id, seq): (&String, &&str) =
        (dice.of(&ids), dice.of(&["1", "2", "3", "0", "-1", "18446744073709551615"]));
    let there =
        path.replace("{id}", id).replace("{device}", &Id(client.device).to_string()).replace("{seq}", seq);
    let (mut query, mut headers) = (vec![], vec![]);
    for parameter in call["parameters"].as_array().into_iter().flatten() {
        let (name, text) = (parameter["name"].as_str().unwrap(), value(dice, document, &parameter["schema"]));
        let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
        match parameter["in"].as_str().unwrap() {
            "query" => query.push(format!("{name}={}", escaped(&text))),
            "header" if text.is_ascii() && !text.contains('\0') => headers.push((name, text)),
            _ => (),
        }
    }
    let mut request =
        client.request(method.parse::<Method>().unwrap(), &format!("{there}?{}", query.join("&")));
    for (name, text) in headers {
        request = request.header(name, text);
    }
    let body = &call["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        request = request.json(&value(dice, document, body));
    }
    (there, request)
}

#[tokio::test]
async fn no_request_is_a_fault_of_the_servers() {
    let number = |name: &str, other: u64| std::env::var(name).map_or(other, |text| text.parse().unwrap());
    let (count, seed) = (number("WEBMYND_REQUESTS", 3_000), number("WEBMYND_SEED", 1));
    let server = Server::start().await;
    let clients = [server.account("ada").await, server.account("bob").await, server.guest()];
    let pack = clients[0].commit(1, "ada's", "mark").await;
    let document: Value = clients[0].get("/v1/openapi.json").await.json().await.unwrap();
    let calls: Vec<(String, String, &Value)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .unwrap()
                .iter()
                .map(move |(method, call)| (path.clone(), method.to_uppercase(), call))
        })
        // Who leaves is asked nothing any more.
        .filter(|(path, method, _)| !(path == "/v1/account" && method == "DELETE"))
        .collect();
    let mut dice = Dice(seed);
    let mut done = 0;
    for n in 0..count {
        let (path, method, call) = dice.of(&calls).clone();
        let client = &clients[if dice.roll(10) == 0 { 2 } else { dice.roll(2) as usize }];
        let (there, request) = asked(&mut dice, &document, client, call, (&method, &path, pack));
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let context = format!("request {n} of seed {seed}: {method} {there}: {status}");
        assert!(status < 500, "{context}");
        if status < 400 {
            done += 1;
        } else if status != 416 {
            assert_ne!(problem(answer).await, Code::Other, "{context}");
        }
    }
    assert!(done > count / 20, "{done} were done: the lot makes sense");
    assert_eq!(clients[0].get(&format!("/v1/packs/{pack}")).await.status(), 200);
}
