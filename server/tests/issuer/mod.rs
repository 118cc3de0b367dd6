//! A small OpenID Connect issuer on a port of this machine, with keys of its own that it signs with in earnest.
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A key for tests alone, PKCS #8: to make one of this kind takes longer than the tests do.
const RSA: &str = include_str!("rsa.txt");

/// A key with its name.
pub enum Signer {
    Rsa(&'static str, RsaKeyPair),
    Elliptic(&'static str, EcdsaKeyPair),
    Edwards(&'static str, Ed25519KeyPair),
}

pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Signer {
    pub fn rsa(name: &'static str) -> Self {
        let key = STANDARD.decode(RSA.replace('\n', "")).unwrap();
        Self::Rsa(name, RsaKeyPair::from_pkcs8(&key).unwrap())
    }

    pub fn elliptic(name: &'static str) -> Self {
        let (how, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let key = EcdsaKeyPair::generate_pkcs8(how, &random).unwrap();
        Self::Elliptic(name, EcdsaKeyPair::from_pkcs8(how, key.as_ref(), &random).unwrap())
    }

    pub fn edwards(name: &'static str) -> Self {
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::Edwards(name, Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap())
    }

    /// The half that everyone may know.
    pub fn public(&self) -> Value {
        match self {
            Self::Rsa(name, key) => {
                let PublicKeyComponents::<Vec<u8>> { n, e } = key.public().into();
                json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": name, "n": base64(n), "e": base64(e)})
            }
            Self::Elliptic(name, key) => {
                let point = key.public_key().as_ref();
                json!({"kty": "EC", "crv": "P-256", "kid": name, "x": base64(&point[1..33]), "y": base64(&point[33..])})
            }
            Self::Edwards(name, key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "kid": name, "x": base64(key.public_key())})
            }
        }
    }

    pub fn header(&self) -> Value {
        let (kind, name) = match self {
            Self::Rsa(name, _) => ("RS256", name),
            Self::Elliptic(name, _) => ("ES256", name),
            Self::Edwards(name, _) => ("EdDSA", name),
        };
        json!({"typ": "JWT", "alg": kind, "kid": name})
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(_, key) => {
                let mut signed = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signed).unwrap();
                signed
            }
            Self::Elliptic(_, key) => key.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Edwards(_, key) => key.sign(message).as_ref().to_vec(),
        }
    }

    /// A token of this head and these claims.
    pub fn token(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", base64(header.to_string()), base64(claims.to_string()));
        format!("{message}.{}", base64(self.sign(message.as_bytes())))
    }
}

#[derive(Default)]
struct Told {
    url: Mutex<String>,
    keys: Mutex<Vec<Value>>,
    reads: AtomicUsize,
    down: AtomicBool,
}

pub struct Issuer {
    pub url: String,
    told: Arc<Told>,
    task: tokio::task::JoinHandle<()>,
}

impl Issuer {
    pub async fn start(signers: &[&Signer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/realm", listener.local_addr().unwrap());
        let told = Arc::new(Told::default());
        let router = Router::new()
            .route("/realm/.well-known/openid-configuration", get(discover))
            .route("/realm/keys", get(keys))
            .with_state(told.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let issuer = Self { url, told, task };
        issuer.speak_for(&issuer.url);
        issuer.sign_with(signers);
        issuer
    }

    /// From now on these are the keys.
    pub fn sign_with(&self, signers: &[&Signer]) {
        self.publish(signers.iter().map(|one| one.public()).collect());
    }

    /// The same, with whatever it says of them.
    pub fn publish(&self, keys: Vec<Value>) {
        *self.told.keys.lock().unwrap() = keys;
    }

    /// From now on it says that it is this one.
    pub fn speak_for(&self, url: &str) {
        url.clone_into(&mut self.told.url.lock().unwrap());
    }

    pub fn down(&self, down: bool) {
        self.told.down.store(down, Ordering::Relaxed);
    }

    /// How often its keys were read.
    pub fn reads(&self) -> usize {
        self.told.reads.load(Ordering::Relaxed)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Answer = Result<Json<Value>, StatusCode>;

async fn discover(State(told): State<Arc<Told>>) -> Answer {
    let url = told.url.lock().unwrap().clone();
    up(&told, json!({"issuer": url, "jwks_uri": format!("{url}/keys")}))
}

async fn keys(State(told): State<Arc<Told>>) -> Answer {
    told.reads.fetch_add(1, Ordering::Relaxed);
    up(&told, json!({"keys": *told.keys.lock().unwrap()}))
}

fn up(told: &Told, answer: Value) -> Answer {
    if told.down.load(Ordering::Relaxed) { Err(StatusCode::BAD_GATEWAY) } else { Ok(Json(answer)) }
}
