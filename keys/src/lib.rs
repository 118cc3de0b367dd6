//! Passphrases, recovery words and pairing codes to keys and back, and codes to pictures and back, for a worker that is thrown away.
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_crypto::kdf::{KdfParams, Place, stretch as stretched};
use webmynd_crypto::pairing::{self, Code};
use webmynd_crypto::{CryptoError, Secret, passphrase as words, random, recovery};

mod qr;

/// A passphrase -> `{ auth, wrap }`, 32 bytes each. `seed`: the account's 16 bytes. Takes `memory` KiB and about a second.
/// Throws `{ kind: 'distrust' }` when the parameters are below our floors or above our ceilings.
#[wasm_bindgen]
pub fn stretch(
    passphrase: &str,
    origin: &str,
    account: &str,
    seed: &[u8],
    memory: u32,
    passes: u32,
    lanes: u32,
) -> Result<JsValue, JsValue> {
    let seed = seed.try_into().map_err(|_| fault("distrust", "the seed is not 16 bytes"))?;
    let keys = stretched(passphrase, Place { origin, account, seed }, KdfParams { memory, passes, lanes })
        .map_err(told)?;
    object([("auth", bytes(keys.auth.expose())), ("wrap", bytes(keys.wrap.expose()))])
}

/// What a new account's passphrase is stretched with: `{ seed, memory, passes, lanes }`.
#[wasm_bindgen(js_name = freshPrelude)]
pub fn fresh_prelude() -> Result<JsValue, JsValue> {
    let (seed, floor) = (random::bytes::<16>(&mut fill), KdfParams::FLOOR);
    object([
        ("seed", bytes(&seed)),
        ("memory", floor.memory.into()),
        ("passes", floor.passes.into()),
        ("lanes", floor.lanes.into()),
    ])
}

/// A fresh passphrase of words.
#[wasm_bindgen]
pub fn passphrase() -> String {
    words::generate(&mut fill)
}

/// Whether a person's own passphrase will do; `account`: its name, which is guessed first.
#[wasm_bindgen(js_name = strongEnough)]
pub fn strong_enough(passphrase: &str, account: &str) -> bool {
    words::strong_enough(passphrase, &[account])
}

/// Fresh recovery: `{ key, words }`, 32 bytes and the 24 words that stand for them.
#[wasm_bindgen(js_name = freshRecovery)]
pub fn fresh_recovery() -> Result<JsValue, JsValue> {
    let key = Secret::generate(&mut fill);
    let words = recovery::words_of(&key).map_err(told)?;
    object([("key", bytes(key.expose())), ("words", words.into())])
}

/// Recovery words as a person typed them -> 32 bytes. Throws `{ kind: 'invalid' }` when a word is wrong.
#[wasm_bindgen(js_name = recoveryKey)]
pub fn recovery_key(typed: &str) -> Result<JsValue, JsValue> {
    recovery::key_of(typed).map(|key| bytes(key.expose())).map_err(told)
}

/// A fresh pairing code: `{ code, words }`, 16 bytes and the words that stand for them.
#[wasm_bindgen(js_name = freshCode)]
pub fn fresh_code() -> Result<JsValue, JsValue> {
    let code = Code::generate(&mut fill);
    object([("code", bytes(code.expose())), ("words", pairing::words_of(&code).map_err(told)?.into())])
}

/// A pairing code as a person typed it -> 16 bytes. Throws `{ kind: 'invalid' }` when a word is wrong.
#[wasm_bindgen(js_name = codeOf)]
pub fn code_of(typed: &str) -> Result<JsValue, JsValue> {
    pairing::code_of(typed).map(|code| bytes(code.expose())).map_err(told)
}

/// Randomness of the browser. One that has none is no place to make keys: the worker ends with this sentence.
fn fill(into: &mut [u8]) {
    if getrandom::fill(into).is_err() {
        wasm_bindgen::throw_str("the browser gives no random numbers");
    }
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).buffer().into()
}

fn told(error: CryptoError) -> JsValue {
    let kind = match error {
        CryptoError::Refused => "distrust",
        CryptoError::Malformed => "invalid",
        _ => "bug",
    };
    fault(kind, &error.to_string())
}

fn fault(kind: &str, fact: &str) -> JsValue {
    object([("kind", kind.into()), ("fact", fact.into())]).unwrap_or_else(|thrown| thrown)
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), &value)?;
    }
    Ok(object.into())
}
