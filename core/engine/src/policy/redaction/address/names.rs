//! Names in addresses, and what each proves: of some any value is a secret, of others only one that looks so.
use crate::policy::redaction::random::{Shape, is_on_a_chain, is_uuid};

/// Nothing but a secret is called so.
const CERTAIN: &str = "accesstoken|accesskey|accesskeyid|apikey|apisecret|appsecret|authenticitytoken|authorization|authtoken|\
    awsaccesskeyid|clientassertion|clientsecret|codeverifier|csrfmiddlewaretoken|csrftoken|cvc|cvv|idtoken|idtokenhint|\
    jsessionid|jwt|loginticket|logintoken|magiclink|magictoken|oauthsignature|oauthtoken|oauthverifier|oobcode|\
    ossaccesskeyid|passphrase|passwd|password|phpsessid|aspsessionid|privatekey|pwd|refreshtoken|requestverificationtoken|\
    resetpasswordtoken|samlart|samlrequest|samlresponse|secretkey|securitytoken|sessiontoken|subscriptionkey|tokenhash|\
    xamzcredential|xamzsecuritytoken|xamzsignature|xgoogcredential|xgoogsignature|xosssignature|xsrftoken|passwort|kennwort|\
    contrasena|motdepasse|senha|wachtwoord";
/// And what such names end in ("user[password]", "my_access_token").
const CERTAIN_ENDS: &str = "password|passwd|apikey|secretkey|clientsecret|accesstoken|refreshtoken|authtoken|sessiontoken|csrftoken|idtoken";
/// Values of these that say yes or no, or what a page is about.
const FLAGS: &str = "true|false|yes|no|on|off|null|none|undefined|reset|forgot|forgotten|lost|change|changed|new|show|hide|\
    required|optional|update|redacted";
/// A value that is no word is a secret.
const LIKELY: &str = "assertion|auth|authkey|bearer|confirmationtoken|credential|credentials|hmac|invitation|invitationcode|\
    invite|invitecode|invitekey|joincode|magic|magickey|oob|oauth|pass|passkey|privatetoken|resetkey|resetcode|secret|sessid|\
    sessionid|sessionkey|sig|signature|token|unlockcode|verificationtoken|loginhash|loginkey|activationkey|resourcetoken";
const LIKELY_ENDS: &str = "token|secret|signature|sessionid|sessid|credential|hmac|magiclink";
/// Where a list goes on, or what is traded: no secret.
const NOT: &str = "pagetoken|nextpagetoken|nexttoken|continuationtoken|synctoken|cursortoken|skiptoken|listtoken|\
    inputtoken|outputtoken|tokenid|fromtoken|totoken|basetoken|quotetoken";
/// One-time codes: short, with a digit.
const CODES: &str = "activationcode|authcode|confirmationcode|emailcode|logincode|mfa|mfacode|mtan|onetimecode|otp|otpcode|\
    passcode|pin|recoverycode|securitycode|smscode|smstan|tan|totp|twofactorcode|verificationcode|verifycode|backupcode";
/// Ordinary words: only a value at random is a secret.
const POSSIBLE: &str = "appid|challenge|code|codechallenge|confirm|confirmation|k|key|login|nonce|policy|session|sess|sid|state|\
    ticket|verification|verifier|verify|authuserhash|samltoken|relaystate|accesscode|privatekeyid|ott|sso|secure|\
    clientdata|cookie|shibsession|sessionstate|sessiondata|userkey|accountkey|sharedaccesskey|loginrequest|mac";
/// What is typed: its numbers are looked at as those of texts.
const TYPED: &str = "q|query|search|searchterm|s|term|terms|text|keyword|keywords|w|words|body|message|msg|subject|comment|\
    note|p|wd|qs|kw|title|name|description";
/// What carries the number of a card.
const CARDS: &str = "card|cardnumber|cardno|cardnum|cc|ccnum|ccnumber|ccno|creditcard|creditcardnumber|debitcard|pan|number|\
    num|n|nr|no|kreditkarte|kartennummer|tarjeta|carte|account|accountnumber|payment|konto|kontonummer";
/// What an id is called, beside all that ends in "id".
const IDS: &str = "v|list|doc|document|file|folder|item|product|article|page|p|path|url|u|uri|link|href|target|ref|referrer|\
    cursor|after|before|from|to|start|end|continuation|filter|filters|facets|sort|data|pb|q|query|search|hash|sha|commit|rev|\
    revision|version|etag|digest|checksum|integrity|sxsrf|ei|ved|track|playlist|video|channel|node|thread|message|post|photo|\
    image|img|media|asset|tokenaddress|contract|address|tx|block|map|mapdata|view|layout|chart|formula";
/// The part of a path behind which a key to something stands.
const PATHS: &str = "accept|acceptinvitation|acceptinvite|accountactivation|accountrecovery|activate|activateaccount|activation|\
    auth|bestaetigen|confirm|confirmaccount|confirmation|confirmations|confirmemail|confirmregistration|confirmverification|einladung|emailconfirmation|\
    emailverification|einloggen|emaillogin|emailverify|forgotpassword|invitation|invitations|invite|invites|join|joinchat|login|loginlink|\
    magic|magiclink|magiclogin|newpassword|onetimelogin|optin|optout|password|passwordreset|passwortzuruecksetzen|recover|\
    recoverpassword|recovery|registrationconfirm|reset|resetpassword|resetpasswordconfirm|setpassword|sharedinvite|signin|\
    signinlink|sso|unlock|unsubscribe|validate|verification|verify|verifyaccount|verifyemail|webhook|webhooks|incomingwebhook|\
    doubleoptin|passwordless|oneclick|abmelden|desinscription|onetimesecret|private|secret";
/// What says that an id follows.
const ID_PATHS: &str = "commit|commits|blob|tree|blame|raw|compare|pull|issues|file|files|doc|docs|d|article|articles|video|wiki";

/// What stands beside a pair in its query.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Company {
    /// The callback of a sign-in has a code and a state.
    pub is_callback: bool,
    /// Who signs in.
    pub has_user: bool,
}

fn among(list: &str, name: &str) -> bool {
    !name.is_empty() && list.split('|').any(|one| one == name)
}

fn ends(list: &str, name: &str) -> bool {
    list.split('|').any(|end| name.ends_with(end))
}

/// Lower case, letters and digits alone: "X-Amz-Signature" and "x_amz_signature" are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric()).take(64).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether the value of a parameter is a secret. `name` is [`plain`].
pub(super) fn is_secret(name: &str, value: &str, company: Company) -> bool {
    let value = value.trim();
    if value.is_empty() || among(FLAGS, &value.to_ascii_lowercase()) || among(NOT, name) {
        return false;
    }
    if among(CERTAIN, name) || ends(CERTAIN_ENDS, name) || name.starts_with("aspsessionid") {
        return value.len() > 1;
    }
    let Some(shape) = Shape::of(value) else { return name == "pass" && company.has_user };
    if among(CODES, name) {
        return (4..=16).contains(&shape.length) && shape.digits > 0 || shape.is_random(12);
    }
    if among(LIKELY, name) || ends(LIKELY_ENDS, name) {
        return !is_on_a_chain(value) && (is_no_word(&shape) || name == "pass" && company.has_user);
    }
    if name == "code" && company.is_callback && shape.length >= 10 && shape.is_mixed() {
        return true;
    }
    // Forums carry a session as `s`.
    if name == "s" && shape.is_hex && shape.length == 32 && shape.is_mixed() {
        return true;
    }
    if among(POSSIBLE, name) {
        return !is_uuid(value) && (shape.is_random(16) || has_random_piece(value));
    }
    !is_id(name) && !is_uuid(value) && shape.is_random_beyond_doubt()
}

/// A number, a ticket and the name of a server: `ST-7673361-AviJN8…-cas`.
fn has_random_piece(value: &str) -> bool {
    value.split(['-', '_', '.']).filter_map(Shape::of).any(|piece| piece.is_random(16))
}

/// Long without a break, or letters and digits together.
fn is_no_word(shape: &Shape) -> bool {
    let long = shape.longest >= 16;
    let mixed = shape.length >= 8 && shape.is_mixed() && (shape.digits > 2 || shape.is_random(8));
    long || mixed || (shape.digits >= 10 && shape.pieces == 1)
}

fn is_id(name: &str) -> bool {
    among(IDS, name) || name.ends_with("id") || name.ends_with("ids") || name.ends_with("cursor")
}

/// Whether numbers in the value are looked at as those of a text.
pub(super) fn is_typed(name: &str) -> bool {
    among(TYPED, name)
}

/// Whether the value may be the number of a card.
pub(super) fn is_of_card(name: &str) -> bool {
    among(CARDS, name) || name.ends_with("cardnumber") || name.ends_with("cardno")
}

/// Whether a key follows this part of a path. `name` is [`plain`].
pub(super) fn leads_to_key(name: &str) -> bool {
    among(PATHS, name)
}

/// Whether an id follows it.
pub(super) fn leads_to_id(name: &str) -> bool {
    among(ID_PATHS, name)
}

/// Whether a part of a path is a key, where one may stand: made by a machine, and no words with a number behind.
pub(super) fn is_key(part: &str) -> bool {
    let Some(shape) = Shape::of(part) else { return false };
    is_uuid(part)
        || (shape.longest >= 6 && shape.is_random(12))
        || shape.is_of_three_kinds(16)
        || (shape.is_hex && shape.is_mixed() && shape.longest >= 16)
}
