/** Articles in other languages and scripts. Written for this project; the words are distinct on purpose. */
export const ABROAD = [
  { lang: 'de', section: 'garten', title: 'Rosen richtig schneiden', text: [
    'Sobald die Forsythien blühen, wird geschnitten: schräg über einem Auge, das nach außen zeigt. Wildtriebe reißt man aus, statt sie abzuschneiden, sonst kommen sie doppelt wieder.',
    'Drei bis fünf kräftige Triebe genügen. Was dünner ist als ein Bleistift, trägt keine Blüte, sondern nur Blätter und Läuse.',
    'Im Sommer nimmt man das Verblühte bis zum ersten voll ausgebildeten Blatt zurück; zwei Wochen später steht dort eine neue Knospe.',
  ] },
  { lang: 'de', section: 'garten', title: 'Kompost ohne Gerüche', text: [
    'Grünes und Braunes im Wechsel, nie zu nass und alle paar Wochen gewendet. Ein Häufchen Gartenerde bringt die Bewohner mit, die alles Weitere erledigen.',
    'Riecht er doch, so fehlt ihm Luft. Ein Arm voll Zweige, grob geschnitten und untergehoben, hilft besser als jedes Pulver.',
  ] },
  { lang: 'de', section: 'kueche', title: 'Spätzle vom Brett', text: [
    'Der Teig muss Blasen werfen, bevor er ruhen darf. Mit nassem Messer geschabt fallen die Streifen ins siedende Wasser und sind gar, sobald sie oben schwimmen.',
    'Zum Schluss kommen Zwiebeln darüber, langsam in Butter gebräunt, bis sie fast schwarz sind und doch nicht bitter. Am nächsten Tag brät man den Rest mit einem Ei.',
  ] },
  { lang: 'de', section: 'kueche', title: 'Quittengelee', text: [
    'Den Flaum reibt man mit einem Tuch ab, sonst wird der Saft trüb. Über Nacht tropfen lassen, nicht drücken, und mit Zitronensaft aufkochen.',
    'Der Duft einer Schale voll reifer Früchte füllt im Oktober das ganze Haus; schon darum lohnt sich der Baum. Aus dem, was im Tuch bleibt, wird mit Zucker ein festes Brot.',
  ] },
  { lang: 'de', section: 'bahn', title: 'Was ein Stellwerk tut', text: [
    'Weichen und Signale hängen voneinander ab: Erst wenn der Fahrweg verschlossen ist, lässt sich das Signal auf Fahrt stellen. Früher waren es Drahtzüge, heute sind es Rechner.',
    'Wer früher an den Hebeln stand, kannte jeden Zug am Klang. Ein Riegel aus Stahl sorgte dafür, dass zwei Wege, die sich kreuzen, niemals zugleich offen waren.',
    'Heute liegt dieselbe Regel in Programmen, die dreifach rechnen und nur gelten lassen, worin sie übereinstimmen.',
  ] },
  { lang: 'de', section: 'bahn', title: 'Warum Schienen nicht mehr klackern', text: [
    'Lückenlos verschweißt können sie sich nicht dehnen und stehen unter Spannung. Schwellen und Schotter halten sie fest, im Sommer mit erstaunlicher Kraft.',
    'An heißen Tagen drückt eine Kraft von hundert Tonnen in jedem Strang. Gäbe das Gleisbett nach, so legte es sich in Bögen wie ein Band.',
  ] },
  { lang: 'fr', section: 'cuisine', title: 'La pâte feuilletée', text: [
    'Trois tours doubles et une nuit de repos donnent des centaines de couches. Le beurre doit rester froid mais souple, sinon il perce la détrempe.',
    'On l’étale toujours dans le même sens, d’un geste égal, puis on tourne d’un quart. Si la pièce est chaude, le marbre attend et le cuisinier aussi.',
  ] },
  { lang: 'fr', section: 'montagne', title: 'Lire une carte topographique', text: [
    'Des courbes serrées annoncent une pente raide, et leur pointe tournée vers le haut trahit un ruisseau. La boussole corrige ce que le brouillard efface.',
    'Un centimètre vaut deux cent cinquante mètres à plat, mais une heure dans le pierrier. Le doigt avance plus vite que les jambes, surtout vers le haut.',
  ] },
  { lang: 'es', section: 'cocina', title: 'El gazpacho andaluz', text: [
    'Tomates maduros, pepino, pimiento y un buen chorro de aceite se trituran con pan remojado. Se sirve muy frío y mejora al día siguiente.',
    'El secreto está en el orden: primero el ajo con la sal, luego el pan, después lo rojo y al final el aceite, en un hilo que no se corta.',
  ] },
  { lang: 'es', section: 'historia', title: 'Los molinos de viento', text: [
    'Sus aspas giraban con lonas que el molinero recogía cuando arreciaba el vendaval. La techumbre entera se orientaba empujando un largo madero.',
    'Dentro crujía la rueda catalina contra la linterna, y la harina caía tibia en el saco. Doce ventanucos decían de dónde soplaba.',
  ] },
  { lang: 'it', section: 'cucina', title: 'Il risotto alla milanese', text: [
    'Il riso si tosta nel burro, si sfuma col vino e si bagna poco alla volta con brodo bollente. Lo zafferano entra quasi alla fine, il midollo subito.',
    'Si manteca fuori dal fuoco con burro freddo e formaggio, scuotendo la pentola finché fa l’onda. Chi aspetta il risotto mangia bene; il risotto non aspetta nessuno.',
  ] },
  { lang: 'nl', section: 'water', title: 'Hoe een sluis werkt', text: [
    'De puntdeuren wijzen naar het hoge water, dat ze zelf dichtdrukt. Door kleine schuiven loopt de kolk langzaam vol, en pas als het peil gelijk is gaan ze open.',
    'De schipper houdt zijn touw losjes om de bolder en viert mee. Wie het vastzet, hangt aan de muur zodra het water zakt.',
  ] },
  { lang: 'pl', section: 'kuchnia', title: 'Pierogi z kapustą', text: [
    'Ciasto zagniata się z gorącą wodą, żeby było miękkie. Kapustę kiszoną dusi się z grzybami tak długo, aż odparuje cały sok.',
    'Brzegi skleja się palcami w drobną falbankę. Na drugi dzień, przyrumienione na maśle, smakują jeszcze lepiej niż prosto z wody.',
  ] },
  { lang: 'ru', section: 'природа', title: 'Почему осенью краснеют листья', text: [
    'Хлорофилл разрушается первым, и становятся видны жёлтые красители. Красный образуется заново, когда ночи холодные, а дни ясные.',
  ] },
  { lang: 'ja', section: '茶', title: '急須でお茶を淹れる', text: [
    '湯を一度湯呑みに移して七十度まで冷まします。最後の一滴まで注ぎ切ると二煎目もおいしくなります。',
  ] },
  { lang: 'zh', section: '书法', title: '怎样磨墨', text: [
    '清水不宜多，墨锭要直，手要轻而慢。磨到水面发亮、墨汁能挂在砚边的时候就可以落笔了。',
  ] },
  { lang: 'ko', section: '음식', title: '김치를 담그는 날', text: [
    '배추를 소금물에 하룻밤 절이고 아침에 물기를 뺀다. 고춧가루와 마늘과 젓갈을 버무려 잎 사이마다 골고루 바른다.',
  ] },
  { lang: 'ar', section: 'خط', title: 'قصبة الخطاط', text: [
    'تُقطع القصبة مائلة ثم يُشقّ رأسها ليحمل المداد. ولكل خط عرض معلوم يقاس بالنقطة التي ترسمها القصبة نفسها.',
  ] },
];
