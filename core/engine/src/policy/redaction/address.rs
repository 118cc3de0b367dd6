//! Addresses: secret parameters, passwords and the numbers that are hidden in texts.
use super::{cards, digits, iban, until_settled};
use std::borrow::Cow;
use std::ops::Range;

/// What stands in an address for what was taken out: plain letters, so that it stays an address.
const HIDDEN: &str = "redacted";

/// Names of parameters that carry secrets: lower case, without '-' and '_'.
const SECRET: &str = "accesskey|activationcode|apikey|assertion|auth|authcode|authorization|awsaccesskeyid|bearer|\
    challenge|code|codeverifier|confirmationcode|credential|csrf|jwt|loginticket|logincode|magic|\
    magiclink|mfa|nonce|oauthverifier|oob|oobcode|otp|pass|passcode|passwd|passphrase|phpsessid|pin|\
    privatekey|pwd|samlart|samlrequest|samlresponse|session|sid|sig|signature|tan|ticket|totp|\
    verification|verificationcode|verify|xsrf";
/// And what such names end in ("access_token", "X-Amz-Signature", "jsessionid").
const SECRET_ENDS: &str = "token|password|secret|sessionid|signature|credential";
/// Where a list goes on; no secret.
const NOT_SECRET: &str = "pagetoken|nextpagetoken|nexttoken|continuationtoken";

/// Hides the values of secret parameters (query, fragment, `;jsessionid=`), passwords before hosts, card numbers
/// and IBANs. Everything else stays byte for byte; borrows when there is nothing to hide.
///
/// ```
/// use webmynd_engine::policy::redaction::redact_url;
/// assert_eq!(redact_url("https://a.test/in?page=2&access_token=ya29.x#top"), "https://a.test/in?page=2&access_token=redacted#top");
/// assert_eq!(redact_url("https://a.test/?q=code+review"), "https://a.test/?q=code+review");
/// ```
pub fn redact_url(url: &str) -> Cow<'_, str> {
    until_settled(url, secrets, HIDDEN)
}

fn secrets(url: &str) -> Vec<Range<usize>> {
    let mut hide: Vec<_> = url.match_indices("://").filter_map(|(at, _)| password(url, at + 3)).collect();
    let parameters = url.find(['?', '#', ';']).unwrap_or(url.len());
    let mut at = parameters;
    for part in url.get(parameters..).unwrap_or_default().split_inclusive(['?', '#', ';', '&']) {
        let pair = part.trim_end_matches(['?', '#', ';', '&']);
        if let Some((name, value)) = pair.split_once('=')
            && is_secret(name)
            && !value.is_empty()
        {
            let start = at + name.len() + 1;
            hide.push(start..start + value.len());
        }
        at += part.len();
    }
    let groups = digits::groups(url);
    hide.extend(cards::find(url, &groups));
    hide.extend(iban::find(url, &groups));
    hide
}

/// The password in `user:password@host`, which begins at `start`: an address may stand in another's path or query.
fn password(url: &str, start: usize) -> Option<Range<usize>> {
    let authority = url.get(start..)?.split(['/', '?', '#']).next()?;
    let user_info = authority.get(..authority.rfind('@')?)?;
    let colon = user_info.find(':')?;
    (colon + 1 < user_info.len()).then(|| start + colon + 1..start + user_info.len())
}

fn is_secret(name: &str) -> bool {
    let decoded = name.replace("%5F", "_").replace("%5f", "_").replace("%2D", "-").replace("%2d", "-");
    let name: String =
        decoded.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    let name = name.as_str();
    let among = |list: &str| list.split('|').any(|one| one == name);
    !among(NOT_SECRET) && (among(SECRET) || SECRET_ENDS.split('|').any(|end| name.ends_with(end)))
}
