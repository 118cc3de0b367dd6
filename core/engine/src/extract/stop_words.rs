//! The commonest small words of languages in Latin and Cyrillic script: evidence which language a text is in.
use hashbrown::HashMap;
use std::sync::LazyLock;

/// BCP 47 language and words that are common in it; words that mark it off from its neighbours are preferred.
const STOP_WORDS: [(&str, &str); 34] = [
    (
        "en",
        "the of and to in is that it for was with as on are this be by not have from or which you but they",
    ),
    (
        "de",
        "der die und das ist nicht von mit den ein eine zu auf für sich dem des im auch wird werden sind oder als ich",
    ),
    (
        "fr",
        "le la les des est et une dans que pour qui sur pas du au avec ce il sont par plus ne vous ou cette",
    ),
    ("es", "el la los de que y en las por con una del se para un es su al como más pero fue está este son"),
    (
        "it",
        "il di che la per è del una non con della sono dei gli nel alla più le anche ha questo ma dal nella si",
    ),
    ("pt", "o de que e do da os em um uma para com não na no por mais dos as se foi ao é são pelo das"),
    (
        "nl",
        "de het een van en in is dat op te voor met niet zijn aan er die ook als maar bij wordt naar hij door",
    ),
    (
        "sv",
        "och att det som en på är av för med till den inte har om ett var jag men ska från så kan eller vid",
    ),
    (
        "da",
        "og at det er en til af på for den med ikke der har som de et var jeg fra kan men blev efter hvor",
    ),
    (
        "no",
        "og det er en på til av for med som ikke har den de et var jeg fra kan men ble etter også hvor seg",
    ),
    (
        "fi",
        "ja on ei että se oli ovat mutta kun hän joka myös kuin niin tai vain ole jos sen mukaan sekä jo ne",
    ),
    ("is", "og að er í sem á það við til um ekki var með en fyrir af hann þar þá frá eru hefur sé eða ég"),
    ("et", "ja on ei et see oma ka kui mis oli ta aga ning või selle nii siis veel seda mida olid"),
    ("lv", "un ir ar no par uz ka tas kas bet lai gan arī vai pēc nav kā tika jau viņš"),
    ("lt", "ir yra kad su bet iš tai kaip į buvo tik ne apie po per jis nuo dėl ar už"),
    ("pl", "w i na się z nie do że jest to o od po jak przez dla ale jego który które są był co tym oraz"),
    ("cs", "a se v na je že s z do o to za pro by ve jsou jako ale po které byl jeho nebo tak podle"),
    ("sk", "a sa v na je že s z do o to za pre by vo sú ako ale po ktoré bol jeho alebo tak podľa"),
    ("sl", "in je v na se da za so z ki pa ne tudi kot od po ni bi ali pri sem bilo"),
    ("hr", "i je u na se da za su od s koji o ne kao bi to ali što iz nije ili biti sam će"),
    ("hu", "a az és hogy nem is egy ez volt de meg csak van már ha mint vagy még el lesz ki azt"),
    ("ro", "și de în a la cu că nu pe o un din este care mai pentru o sunt sau fost ale au prin"),
    ("tr", "ve bir bu da de için ile olarak çok daha olan gibi ne en ama sonra kadar var mi ya"),
    ("vi", "và của là có không được cho các một trong với những người này đã để khi đến từ theo"),
    (
        "id",
        "yang dan di dengan untuk dari ini pada adalah itu dalam tidak akan oleh juga ke karena bisa telah ada",
    ),
    ("ca", "el la de que i en els les del per amb una és no un al com més però seva també són va"),
    ("eu", "eta da ez bat du zen dira ere baina dute egin izan dituzte bere duen hau zuen"),
    ("ru", "и в не на что с по это как а к но из он за от для о так его же было все бы"),
    ("uk", "і в не на що з до це як а та у за від для про так його але є був які бути"),
    ("be", "і ў не на што з да як а па за для гэта яго але ад быў яны ён"),
    ("bg", "и в на да не се от за че с е по са като това но до при той ще или"),
    ("sr", "и је у на се да за су од са који не као би то али што из није или ће"),
    ("mk", "и на во да се од за не со е ќе што го ги но како ја беше"),
    ("la", "et in est non ad ut cum ex sed quod qui quae ac ab sunt vel per atque esse nec"),
];

/// True for a language in the list.
pub(super) fn knows(language: &str) -> bool {
    STOP_WORDS.iter().any(|(known, _)| *known == language)
}

/// The languages in which a word is common, by their places in the list.
static LANGUAGES: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut languages = HashMap::<_, Vec<usize>>::new();
    for (language, (_, list)) in STOP_WORDS.iter().enumerate() {
        for word in list.split(' ') {
            let of = languages.entry(word).or_default();
            if !of.contains(&language) {
                of.push(language);
            }
        }
    }
    languages
});

/// How many of the words are common in each language, most first. Words are lower case.
pub(super) fn count<'a>(words: impl Iterator<Item = &'a str>) -> Vec<(&'static str, usize)> {
    let mut counted = STOP_WORDS.map(|(language, _)| (language, 0));
    for language in words.filter_map(|word| LANGUAGES.get(word)).flatten() {
        if let Some((_, hits)) = counted.get_mut(*language) {
            *hits += 1;
        }
    }
    counted.sort_by_key(|(_, hits)| std::cmp::Reverse(*hits));
    counted.to_vec()
}
