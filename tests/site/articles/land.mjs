/** Garden, kitchen, workshop and quarry. Written for this project; the words are distinct on purpose. */
export const LAND = [
  { lang: 'en', section: 'garden', title: 'Pruning an old apple tree', text: [
    'Winter is the season for cutting, when the crown is bare and every crossing branch can be seen. Take out the dead wood first, then whatever grows towards the trunk, and stop before a third of the tree is gone.',
    'Stand back after every third cut. A neglected tree has grown its tangle over ten years and should lose it over three; what is taken all at once comes back as a thicket of water shoots by midsummer.',
    'Wounds wider than a thumb heal best when the collar at the foot of the branch is left alone. Paint is no use: the tree closes its own doors, and wants only a sharp saw and a dry morning.',
  ] },
  { lang: 'en', section: 'garden', title: 'Why tomatoes split', text: [
    'A dry fortnight followed by a thunderstorm is what does it: the flesh swells faster than the skin can stretch. Water little and often, and mulch with straw to keep the moisture even.',
    'Old varieties with thin skins are the first to go, and the ripest fruit on the truss before the green. Pick what is nearly ready when the sky turns yellow; it will redden on the window sill.',
    'Cracks that run in rings around the stalk are healed drought. Those that run down the side are this morning’s rain, and are eaten the same day.',
  ] },
  { lang: 'en', section: 'garden', title: 'Hedgehogs need a gap', text: [
    'A hole the size of a paperback in the bottom of a fence joins two gardens into one territory. Leave the leaves lying under the hedge in October and somebody may sleep there until March.',
    'One animal walks two kilometres between dusk and dawn and knows every gate. Where walls meet without a gap it turns back, and a street of tidy fences is a street of cages.',
    'A saucer of water in a dry May does more good than bread and milk ever did, which does harm.',
  ] },
  { lang: 'en', section: 'garden', title: 'Sowing broad beans in November', text: [
    'Seeds that go in before the frost stand a hand high by spring and are past their softest stage when the blackfly arrives. Plant them deeper than the packet says where mice are about.',
    'Two rows, a hand apart, and string on both sides before they need it: a bean that has leaned over in January stays leaning. Pinch out the tips when the first pods show and cook those too.',
    'The roots feed the bed. Cut the stalks at the ground in summer and leave what is below for the cabbages.',
  ] },
  { lang: 'en', section: 'kitchen', title: 'A sourdough that waits for you', text: [
    'Cold slows the yeast more than the bacteria, so a night in the refrigerator makes the loaf sourer and the baker freer. Bake it straight from the cold in a lidded pot.',
    'Mix it after supper, fold it three times while the dishes are done, and put the bowl in the cold. It will be ready at six, and still be ready at noon; nobody has to get up for bread.',
    'A blade held flat opens an ear along the crust. What looks like skill is mostly the temperature of the dough.',
  ] },
  { lang: 'en', section: 'kitchen', title: 'Clarified butter keeps', text: [
    'Melt it slowly, skim the foam and pour the gold from the milky dregs. Without its water and protein it will fry at temperatures that burn ordinary butter.',
    'A jar of it stood on every shelf before there was ice in summer. It tastes of hazelnuts when it has been allowed to colour, and of very little when it has not.',
    'Pour it through a cloth while it is clear and stop before the bottom: the last spoonful belongs in mashed potatoes.',
  ] },
  { lang: 'en', section: 'kitchen', title: 'Peeling chestnuts', text: [
    'Score the flat side with a cross, boil for ten minutes and peel while they are too hot to hold. The inner skin comes away only as long as steam is under it.',
    'Work with six at a time and keep the rest in the water. The old ones, which float, were never going to peel and go to the fire.',
    'Roasted in a pan with holes they want twenty minutes, a lid and a shake every so often; the smell tells when.',
  ] },
  { lang: 'en', section: 'kitchen', title: 'Salt in the pasta water', text: [
    'Ten grams to the litre is a rule that survives most arguments. It seasons the dough from inside, which no sauce can do afterwards.',
    'Put it in when the water boils: before, it pits the pot. The cup that is kept back at the end is worth more than cream, because the starch in it binds oil to whatever was on the stove.',
  ] },
  { lang: 'en', section: 'workshop', title: 'Sharpening a chisel', text: [
    'Flatten the back once and for ever, then work the bevel at twenty-five degrees until a burr can be felt along the whole edge. A leather strop with green paste finishes the job.',
    'Oil the stone, or water it, but never both. Draw the burr off on the finest grit you own, first one side and then the other, lighter each time, until there is nothing left to feel.',
    'It is sharp when it pares the end of a pine board and leaves it shining. Pine is the test, for oak forgives.',
  ] },
  { lang: 'en', section: 'workshop', title: 'Gluing end grain', text: [
    'The open fibres drink the glue before it can hold. Size them with a thin first coat, wait a quarter of an hour, and glue as usual.',
    'A cut at an angle shows more side and less end, and holds better. Where strength is wanted, let a spline or a dowel carry the load and the glue merely keep it company.',
  ] },
  { lang: 'en', section: 'workshop', title: 'A bicycle chain wears', text: [
    'Twelve links should measure twelve inches between the pins. At an eighth more the sprockets are still safe; at a sixteenth beyond that they are being filed into hooks.',
    'It does not stretch. Every pin eats a little into its bush, and a hundred small gaps make a long chain. Dirt is the file, oil carries it in, and rain is cheaper than either.',
    'A new chain on old sprockets jumps under load on the first hill. Change it early and the rest of the gears will see three of them.',
  ] },
  { lang: 'en', section: 'workshop', title: 'Truing a wheel without a stand', text: [
    'Turn the bicycle upside down and let a cable tie on the fork be the gauge. A quarter turn of a spoke is much; look where the rim leans and tighten the other side.',
    'Go round once and only look. Mark the high places with chalk, find the spoke in the middle of each and turn its neighbours half as much.',
    'Listen as well: spokes of one side ought to sing the same note when they are plucked, and a dull one is doing nothing.',
  ] },
  { lang: 'en', section: 'stone', title: 'Dry stone walls', text: [
    'Two faces lean towards each other, through-stones tie them and small hearting fills what is left. No mortar, and a sheep may still lean on it after a hundred winters.',
    'Every stone is picked up once. The waller looks at the gap, and then at the heap, and the hand goes to the right one; to try two is to be a beginner.',
    'In a good day a man builds as much as he is long. The copes go on edgeways and lock the top, and a wren moves in before he has gone home.',
  ] },
  { lang: 'en', section: 'stone', title: 'Slate splits where it was pressed', text: [
    'Mud became mudstone, and mountains squeezed it until its minerals lay flat. The mason reads the grain, sets the chisel and taps once.',
    'The finest come out thinner than a finger and ring when they are knocked. One that sounds dull has a crack in it and goes to the path.',
    'Sizes had the names of ladies: a duchess was twice as large as a lady, and nobody asked the quarrymen what they meant by it.',
  ] },
];
