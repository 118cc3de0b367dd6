//! The words that say what a one-time code is, in the languages we know some of. Lower case, parted by `|`.

/// Names of a one-time code by themselves: whole words.
pub(super) const NAMES: &str = "otp|mtan|smstan|pushtan|phototan|chiptan|passcode|tan-nummer|verification code|confirmation code|\
    security code|authentication code|authorization code|authorisation code|login code|log-in code|\
    sign-in code|signin code|sign in code|access code|activation code|one-time code|one time code|onetime code|\
    one-time password|one time password|one-time pin|one-time passcode|single-use code|2fa code|\
    two-factor code|two-factor authentication code|two-step verification code|2-step verification code|sms code|pin code|\
    pairing code|verification pin|reset code|password reset code|login pin|sign-in pin|verification number|\
    code de vérification|code de verification|code de confirmation|code d'authentification|code d'activation|code de connexion|\
    code de sécurité|code de securite|code d'accès|code d’accès|code à usage unique|code de validation|mot de passe à usage unique|\
    código de verificación|codigo de verificacion|código de confirmación|código de autenticación|código de activación|\
    código de seguridad|código de acceso|código de inicio de sesión|contraseña de un solo uso|código de un solo uso|\
    código de verificação|codigo de verificacao|código de confirmação|código de autenticação|código de ativação|\
    código de segurança|código de acesso|senha de uso único|codice di verifica|codice di conferma|codice di sicurezza|\
    codice di accesso|codice di autenticazione|codice di attivazione|codice otp|codice monouso|password monouso|\
    kod weryfikacyjny|kod potwierdzający|kod autoryzacyjny|kod dostępu|kod logowania|hasło jednorazowe|kod sms|\
    ověřovací kód|potvrzovací kód|bezpečnostní kód|overovací kód|doğrulama kodu|onay kodu|güvenlik kodu|giriş kodu|\
    tek kullanımlık şifre|код подтверждения|код проверки|код безопасности|код доступа|код для входа|код авторизации|\
    проверочный код|одноразовый код|одноразовый пароль|код підтвердження|код безпеки|mã xác minh|mã xác thực|mã otp|\
    kode verifikasi|kode otp|kode keamanan|kod pengesahan|κωδικός επαλήθευσης|κωδικός επιβεβαίωσης|κωδικός ασφαλείας|\
    cod de verificare|cod de confirmare|ellenőrző kód|megerősítő kód|biztonsági kód|vahvistuskoodi|kertakäyttökoodi|\
    verifikacijski kod|kod za potvrdu|код за потвърждение";
/// Ends of compounds of Germanic languages ("Amazon-Bestätigungscode").
pub(super) const COMPOUNDS: &str = "bestätigungscode|bestaetigungscode|sicherheitscode|einmalcode|einmal-code|einmalpasswort|\
    einmalkennwort|einmal-passwort|einmal-pin|zugangscode|verifizierungscode|verifikationscode|anmeldecode|aktivierungscode|\
    freischaltcode|freigabecode|prüfcode|authentifizierungscode|zugriffscode|login-code|logincode|sms-code|verificatiecode|\
    bevestigingscode|beveiligingscode|inlogcode|toegangscode|activeringscode|eenmalige code|verifieringskod|bekräftelsekod|\
    säkerhetskod|engångskod|inloggningskod|bekræftelseskode|sikkerhedskode|engangskode|verifiseringskode|bekreftelseskode|\
    sikkerhetskode|engangspassord";
/// Names in scripts without spaces or with prefixes: found anywhere.
pub(super) const ANYWHERE: &str = "验证码|驗證碼|校验码|校驗碼|动态码|動態密碼|动态密码|安全码|确认码|確認碼|認証コード|確認コード|\
    検証コード|セキュリティコード|ログインコード|ワンタイムパスワード|認証番号|인증번호|인증 번호|인증 코드|인증코드|확인 코드|보안 코드|\
    رمز التحقق|رمز التأكيد|كود التحقق|رمز الدخول|รหัสยืนยัน|รหัส otp|קוד אימות|קוד האימות|סיסמה חד פעמית|सत्यापन कोड|ओटीपी|\
    کد تایید|کد تأیید";
/// Words that may mean such a code: they must be bound to the number by nothing but "is", ":" and the like.
pub(super) const LOOSE: &str = "code|pin|tan|verification|código|codigo|codice|kod|kode|koodi|kód|kodu|код|пароль|κωδικός|קוד|कोड|ओटीपी|رمز|รหัส|mã";
/// What such a word means with these before it is no secret ("error code", "zip code", "promo code").
pub(super) const OTHER_CODES: &str = "error|zip|postal|post|area|country|dialling|dialing|status|exit|return|product|promo|promotion|\
    promotional|coupon|discount|voucher|gift|referral|offer|rabatt|gutschein|source|qr|bar|color|colour|item|order|article|style|\
    dress|tax|building|penal|criminal|civil|morse|http|stock|model|airport|currency|sort|fehler|course|hs|naics|sic|nace|icd|cpt|\
    sku|bank|branch|swift|unicode|ascii|hex|char|character|key|response|reason|fault|diagnostic|trouble|vin|lot|batch|part|\
    event|result|class|subject|state|county|fips|iso|iata|icao|commodity|tariff|occupation|diagnosis|procedure|machine|byte|\
    legacy|lines|of|the source";
/// What may stand between a loose word and its number.
pub(super) const BINDS: &str = "is|number|no|nr|for|below|lautet|ist|est|es|é|è|to|jest|för|er|är|это|равен|using|the|following|\
    this|sent|here|sign|in|log|login|continue|verify|your|account|ein|eingeben|lyder|luidt|jouw|uw|votre|to je|je|e|din|ditt";
/// What leads back from a number to the word for it ("482913 is your code").
pub(super) const LEADS: &str =
    "is|as|ist|est|es|é|è|это|jest|är|er|on|olarak|lautet|e|je|to|ως|als|come|como|comme|som|jako|adalah|là";
/// Whose it is.
pub(super) const YOUR: &str = "your|ihr|dein|ihre|deine|votre|ton|tu|su|seu|sua|tuo|il|ваш|твой|din|ditt|dit|jouw|uw|je|twój|kodunuz|\
    onay|giriş|váš|tvůj|the|o|código|anda|của|σας";
/// What is done with a code.
pub(super) const USES: &str = "use|enter|type|submit|input|provide|quote|nutze|nutzen|verwende|verwenden|benutze|gib|gebe|geben|\
    tippe|utilise|utilisez|saisissez|saisis|entrez|usa|use el|utiliza|utilice|introduce|introduzca|ingresa|ingrese|digite|insira|\
    inserisci|utilizza|gebruik|voer|använd|ange|brug|indtast|bruk|skriv|wpisz|użyj|podaj|введите|используйте|zadejte|použijte|\
    käytä|kullan|girin|gunakan|masukkan";
/// What it is done for.
pub(super) const PURPOSES: &str = "verif|sign in|sign-in|signin|sign up|log in|log-in|login|log into|confirm|authentic|access your|\
    reset your|reset the|activate|two-factor|2fa|complete your|finish |link your|unlock|anmeld|anzumeld|einlogg|einzulogg|bestätig|freischalt|\
    freizuschalt|zurücksetz|zurückzusetz|fortzufahren|fortfahren|connecter|connexion|vérif|valider|réinitialis|iniciar sesi|acceder|\
    restablecer|confirmar|entrar|acessar|redefinir|accedere|l'accesso|confermare|reimpost|inloggen|in te loggen|bevestig|logga in|\
    verifier|bekräft|logge ind|logge inn|bekræft|bekreft|zalogowa|potwierd|войти|входа|подтверд|přihl|ověř|kirjaut|vahvist|giriş|\
    doğrula|masuk|verifikasi";
/// What is bought with it: no secret.
pub(super) const VOUCHERS: &str = "checkout|% off|% discount|discount|rabatt|gutschein|im warenkorb|at the till|de réduction|de descuento|\
    sconto|korting|lines of|percent off";
/// One of these stands near each of them, in UTF-8 as it is written.
pub(super) const STEMS: &[&str] = &[
    "cod",
    "kod",
    "cód",
    "kód",
    "koodi",
    "otp",
    "tan",
    "pin",
    "pass",
    "verif",
    "vérif",
    "kennw",
    "parol",
    "пароль",
    "код",
    "Код",
    "Пароль",
    "κωδικ",
    "Κωδικ",
    "mã ",
    "Mã ",
    "码",
    "碼",
    "密码",
    "密碼",
    "コード",
    "ワード",
    "番号",
    "번호",
    "코드",
    "رمز",
    "كود",
    "کد",
    "รหัส",
    "קוד",
    "סיסמה",
    "कोड",
    "ओटीपी",
    "contras",
    "senha",
    "haslo",
    "hasło",
    "şifre",
    "log",
    "sign",
    "confirm",
    "authent",
    "reset",
    "access",
    "activat",
    "unlock",
    "anmeld",
    "anzumeld",
    "bestät",
    "freischalt",
    "freizu",
    "zurück",
    "fortzu",
    "fortfahr",
    "connect",
    "connex",
    "valid",
    "réinit",
    "inici",
    "acced",
    "restab",
    "entrar",
    "acess",
    "redef",
    "reimpost",
    "in te log",
    "bevest",
    "bekr",
    "potwierd",
    "войти",
    "входа",
    "подтв",
    "přihl",
    "ověř",
    "vahvist",
    "kirjaut",
    "giriş",
    "doğrula",
    "masuk",
    "complete your",
    "finish ",
    "link your",
];
