//! A device: a memory in memory, an account, a way to the server.
use crate::{Dice, Network};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use webmynd_crypto::kdf::{KdfParams, Place, Stretched, stretch};
use webmynd_engine::archive::{Archive, Change, PictureFacts, Which};
use webmynd_engine::catalog::{Catalog, Flag, short_hash};
use webmynd_engine::page::{Seen, VisitId};
use webmynd_engine::ports::{MemoryFiles, MemoryPictures, Picture, PictureKey, PictureSize, Pictures};
use webmynd_engine::sync::{
    Account, Found, Prelude, Renewal, Report, Round, SyncError, Who, create, join, prelude,
};
use webmynd_protocol::bytes::Id;

pub const ORIGIN: &str = "https://vault.test";
pub const NAME: &str = "Ada";
pub const PASSPHRASE: &str = "correct horse battery staple in a boat";

pub const SEED: [u8; 16] = [5; 16];
/// Of a passphrase that is set anew.
pub const NEW_SEED: [u8; 16] = [8; 16];
/// What the words on paper stand for.
pub const RECOVERY: [u8; 32] = [6; 32];

/// What was stretched, and of what.
type Known = ((String, [u8; 16], KdfParams), Stretched);

/// A passphrase of the account as a device stretches it: once, for all devices of all stories. It comes to the same each time,
/// at the full cost; the vectors of `core/crypto` hold it.
pub fn stretched(passphrase: &str, seed: [u8; 16], params: KdfParams) -> Stretched {
    static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());
    let asked = (passphrase.to_owned(), seed, params);
    if let Some((_, keys)) = KNOWN.lock().unwrap().iter().find(|(known, _)| *known == asked) {
        return keys.clone();
    }
    let keys = stretch(passphrase, Place { origin: ORIGIN, account: NAME, seed }, params).unwrap();
    KNOWN.lock().unwrap().push((asked, keys.clone()));
    keys
}

pub struct Device {
    pub name: String,
    pub archive: RefCell<Archive>,
    pub account: Account,
    pub network: Rc<Network>,
    pub files: Arc<MemoryFiles>,
    pub pictures: Rc<MemoryPictures>,
    /// Whether its thumbnails are sent.
    pub thumbs: bool,
    pub dice: Dice,
}

impl Device {
    /// The first device makes the account, the others join it.
    pub async fn new(name: &str, first: bool, network: Rc<Network>, seed: u64, now: i64) -> Self {
        let mut dice = Dice(seed);
        let mut random = |into: &mut [u8]| dice.fill(into);
        let who = Who { origin: ORIGIN, bound_to: ORIGIN, name: NAME, device_name: name, invitation: None };
        let account = if first {
            let keys = stretched(PASSPHRASE, SEED, KdfParams::FLOOR);
            create(&*network, &who, SEED, &keys, &RECOVERY.into(), &mut random, now).await.unwrap()
        } else {
            let Prelude { seed, params, .. } = prelude(&*network, NAME).await.unwrap();
            join(&*network, &who, &stretched(PASSPHRASE, seed, params), &mut random, now).await.unwrap()
        };
        let files = Arc::new(MemoryFiles::default());
        let archive = RefCell::new(Archive::open(files.clone()).unwrap());
        let pictures = Rc::default();
        Self { name: name.to_owned(), archive, account, network, files, pictures, thumbs: false, dice }
    }

    /// A device of an account that was made or joined otherwise, with an empty memory.
    pub fn with(name: &str, account: Account, network: Rc<Network>, seed: u64) -> Self {
        Self { name: name.to_owned(), ..Self::on(Arc::default(), account, network, seed) }
    }

    /// A device with the memory that is in `files`.
    pub fn on(files: Arc<MemoryFiles>, account: Account, network: Rc<Network>, seed: u64) -> Self {
        let archive = RefCell::new(Archive::open(files.clone()).unwrap());
        let name = account.device_name.clone();
        let pictures = Rc::default();
        Self { name, archive, account, network, files, pictures, thumbs: false, dice: Dice(seed) }
    }

    pub async fn sync(&mut self, now: i64) -> Result<Report, SyncError> {
        let dice = &mut self.dice;
        let mut random = |into: &mut [u8]| dice.fill(into);
        let round = Round::new(&self.archive, &mut self.account, &*self.network, &mut random, now);
        round.run_with(&*self.pictures, self.thumbs).await
    }

    /// Looks whether the vault has what the account's devices said.
    pub async fn check_vault(&mut self, now: i64) -> Found {
        let Self { archive, account, network, dice, .. } = self;
        let mut random = |into: &mut [u8]| dice.fill(into);
        Round::new(archive, account, &**network, &mut random, now).check_vault().await.unwrap()
    }

    /// The passphrase as the server says that it is stretched now.
    pub async fn keys(&self, passphrase: &str) -> Stretched {
        let Prelude { seed, params, .. } = prelude(&*self.network, NAME).await.unwrap();
        stretched(passphrase, seed, params)
    }

    pub async fn sign_in_again(&mut self, passphrase: &str, now: i64) -> Result<(), SyncError> {
        let (keys, mut dice) = (self.keys(passphrase).await, self.dice.clone());
        let mut random = |into: &mut [u8]| dice.fill(into);
        self.account.sign_in_again(&*self.network, (ORIGIN, ORIGIN), &keys, &mut random, now).await
    }

    /// Takes another device out of the account, with the passphrase as it was.
    pub async fn revoke(&mut self, other: Id<16>, now: i64) -> Result<(), SyncError> {
        let (old, new) = (self.keys(PASSPHRASE).await, stretched(PASSPHRASE, NEW_SEED, KdfParams::FLOOR));
        let renewal = Renewal { now: &old, seed: NEW_SEED, new: &new, origin: ORIGIN };
        let mut dice = self.dice.clone();
        let mut random = |into: &mut [u8]| dice.fill(into);
        let place = (&*self.network, &self.archive);
        self.account.revoke(place, other, &renewal, &mut random, now).await
    }

    /// The addresses of what a person can see, in the order of the timeline.
    pub fn urls(&self) -> Vec<String> {
        self.sees().into_iter().map(|visit| visit.0).collect()
    }

    /// Visits a page; gives the visit's id.
    pub fn visit(&mut self, url: &str, words: &str, at: i64) -> String {
        let mut id = [0; 16];
        self.dice.fill(&mut id);
        let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        self.look(&id, 0, url, words, at);
        id
    }

    /// Looks at a page that is visited.
    pub fn look(&mut self, id: &str, look: u16, url: &str, words: &str, at: i64) {
        let html = format!(
            "<title>{words}</title><main><h1>{words}</h1><p>A page that speaks of {words} and of nothing else at all.</p></main>"
        );
        let seen = Seen {
            id: id.to_owned(),
            at,
            url: url.to_owned(),
            title: words.to_owned(),
            html,
            look,
            ..Seen::default()
        };
        self.archive.borrow_mut().remember(&seen).unwrap();
    }

    pub fn change(&self, which: &Which, change: &Change, now: i64) -> u32 {
        self.archive.borrow_mut().mutate(which, change, now).unwrap().op
    }

    pub fn star(&self, url: &str, on: bool, now: i64) {
        self.change(&Which::Page { page: url.to_owned() }, &Change::Star { on }, now);
    }

    pub fn forget(&self, url: &str, now: i64) -> u32 {
        self.change(&Which::Page { page: url.to_owned() }, &Change::Forget, now)
    }

    pub fn undo(&self, op: u32, now: i64) {
        self.archive.borrow_mut().undo(op, now).unwrap();
    }

    pub fn tend(&self, now: i64) {
        while self.archive.borrow_mut().tend(now).unwrap().more {}
    }

    /// Starts again from the files, as after a crash.
    pub fn restart(&self) {
        *self.archive.borrow_mut() = Archive::open(self.files.clone()).unwrap();
    }

    /// The same where what it knows has to be read from its journal: it asks of every day what the vault is owed.
    pub fn restart_without_checkpoint(&self) {
        Catalog::remove_checkpoints(&*self.files).unwrap();
        self.restart();
    }

    /// Notes a picture of a visit's page, with these bytes as its thumbnail.
    pub async fn picture(&self, visit: &str, thumb: &[u8]) {
        let hash = short_hash(thumb);
        let picture = Picture { mime: "image/webp".to_owned(), bytes: thumb.to_vec() };
        self.pictures.put(PictureKey { size: PictureSize::Thumb, hash }, picture).await.unwrap();
        let (hash, thumbhash) = (VisitId(hash).to_string(), "1QcSHQRnh493V4dIh4eXh1h4kJUI".to_owned());
        let facts = PictureFacts { hash, colour: [1, 2, 3], thumbhash, width: 1280, height: 800 };
        self.archive.borrow_mut().attach_picture(visit, facts).unwrap();
    }

    /// The thumbnail that a visit is shown with.
    pub async fn shows(&self, visit: &str) -> Option<Vec<u8>> {
        let key = {
            let archive = self.archive.borrow();
            let ordinal = archive.catalog().ordinal(VisitId::parse(visit)?)?;
            archive.picture_key(ordinal, PictureSize::Thumb)?
        };
        self.pictures.get(key).await.unwrap().map(|picture| picture.bytes)
    }

    /// All that a person can see: address, title, time, starred, labels; in the order of the timeline.
    pub fn sees(&self) -> Vec<(String, String, i64, bool, Vec<String>)> {
        let archive = self.archive.borrow();
        let count = archive.catalog().visits().len() as u32;
        let captions = (0..count).filter_map(|ordinal| archive.caption(ordinal).unwrap());
        let alive = captions
            .filter(|caption| archive.catalog().visit(caption.ordinal).is_some_and(|visit| visit.is_alive()));
        alive
            .map(|caption| {
                let mut labels = caption.labels;
                labels.sort();
                let starred = caption.flags & Flag::STAR != 0;
                (caption.url, caption.title, caption.at, starred, labels)
            })
            .collect()
    }
}
