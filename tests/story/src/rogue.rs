//! A device of the account that is in a thief's hands, or has a fault: it has the keys, signs rightly, and says what it wants.
use crate::newer::{head, ring, send, writer};
use crate::{Device, World};
use serde_json::{Value, json};
use webmynd_crypto::Secret;
use webmynd_crypto::log::{Entry as Signed, Head};
use webmynd_crypto::pack::{self, Class, Kind, Label};
use webmynd_engine::catalog::PageKey;
use webmynd_engine::page::to_hex;
use webmynd_engine::ports::{Method, Remote, Request};
use webmynd_protocol::Bytes;
use webmynd_protocol::bytes::Id;
use webmynd_protocol::pack::{Class as RowClass, Kind as RowKind, Row};

/// What is changed of an entry before it is sent.
pub type Twist = fn(&mut Signed);

/// A device whose own memory does not sync any more: what it says is made up.
pub struct Rogue {
    pub device: Device,
    head: Head,
    made: u8,
}

impl Rogue {
    pub fn new(device: Device) -> Self {
        let head = head(&device);
        Self { device, head, made: 0 }
    }

    /// Its id, hex digits.
    pub fn id_in_hex(&self) -> String {
        to_hex(&self.device.account.device.0)
    }

    /// How far its log has come.
    pub fn head(&self) -> Head {
        self.head
    }

    /// It signs an entry whose place in its log is another, or that another key sealed.
    pub async fn signs(&mut self, world: &World, after: Head, sealed_by: Option<[u8; 32]>) -> u64 {
        let ring = ring(&self.device);
        let epoch = ring.epoch().unwrap();
        let key = sealed_by.map_or_else(|| epoch.key.clone(), Secret::from);
        let random = &mut |into: &mut [u8]| into.fill(77);
        let said = writer(&self.device, after)
            .entry(b"{\"clock\": 1, \"heads\": []}", (epoch.number, &key), random)
            .unwrap();
        self.head = Head { seq: said.seq, hash: said.hash(&self.device.account.id.0) };
        send(world, &self.device, said, vec![], vec![]).await
    }

    /// Its next entry, whatever stands in it.
    pub async fn says(&mut self, world: &World, body: &Value, adds: Vec<Row>) -> u64 {
        self.writes(world, body.to_string().as_bytes(), adds, vec![], |_| ()).await
    }

    /// An entry that adds packs, by their names.
    pub async fn adds(&mut self, world: &World, rows: Vec<Row>) -> u64 {
        self.says(world, &json!({"clock": 1, "heads": [], "adds": named(&rows)}), rows).await
    }

    /// An entry that takes packs away.
    pub async fn takes_away(&mut self, world: &World, dels: Vec<Id<32>>) -> u64 {
        let body = json!({"clock": 1, "heads": [], "dels": dels});
        self.writes(world, body.to_string().as_bytes(), vec![], dels, |_| ()).await
    }

    /// An entry of these bytes, changed after it was signed. The log of its own goes on behind it.
    pub async fn writes(
        &mut self,
        world: &World,
        said: &[u8],
        adds: Vec<Row>,
        dels: Vec<Id<32>>,
        twist: Twist,
    ) -> u64 {
        let ring = ring(&self.device);
        let epoch = ring.epoch().unwrap();
        let mut writer = writer(&self.device, self.head);
        self.made += 1;
        let fill = self.made;
        let random = &mut |into: &mut [u8]| into.fill(fill);
        let mut said = writer.entry(said, (epoch.number, &epoch.key), random).unwrap();
        twist(&mut said);
        writer.taken(&said);
        self.head = writer.head();
        send(world, &self.device, said, adds, dels).await
    }

    /// Uploads a pack of these records.
    pub async fn packs(&mut self, records: &[Value], day: u32) -> Row {
        let page = |record: &Value| PageKey::of(record["url"].as_str().unwrap_or_default()).0;
        let written: Vec<_> =
            records.iter().map(|record| (page(record), serde_json::to_vec(record).unwrap())).collect();
        let slices: Vec<_> = written.iter().map(|(page, bytes)| (*page, bytes.as_slice())).collect();
        let body = pack::body::pack(&slices, 4 << 10).unwrap();
        self.uploads(&body, day).await
    }

    /// Uploads a pack with this body.
    pub async fn uploads(&mut self, body: &[u8], day: u32) -> Row {
        let account = &self.device.account;
        let label = Label {
            account: account.id.0,
            device: account.device.0,
            kind: Kind::Text,
            class: Class::History,
            day,
            epoch: 1,
        };
        self.made += 1;
        let fill = self.made;
        let random = &mut |into: &mut [u8]| into.fill(fill);
        let sealed = pack::seal_pack(body, &label, &ring(&self.device).epoch().unwrap().key, random).unwrap();
        self.put(Id(sealed.id), sealed.blob).await;
        Row {
            id: Id(sealed.id),
            kind: RowKind::Text,
            class: RowClass::History,
            day,
            epoch: 1,
            wrapped_key: Bytes(sealed.wrapped_key),
        }
    }

    async fn put(&self, id: Id<32>, blob: Vec<u8>) {
        let headers = vec![("authorization", format!("Bearer {}", self.device.account.token))];
        let path = format!("/v1/packs/{id}");
        let request = Request { base: String::new(), method: Method::Put, path, headers, body: blob };
        assert_eq!(self.device.network.call(request).await.unwrap().status, 201);
    }
}

/// Packs as an entry names them.
pub fn named(rows: &[Row]) -> Value {
    let said = |row: &Row| json!({"id": row.id, "kind": row.kind, "class": row.class, "day": row.day, "epoch": row.epoch});
    rows.iter().map(said).collect()
}

/// A record of one visit.
pub fn record(url: &str, words: &str, visit: &Value) -> Value {
    json!({"url": url, "title": words, "site": "", "text": words, "visits": [visit]})
}
