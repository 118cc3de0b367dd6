/** Sky, sea, paper and sound. Written for this project; the words are distinct on purpose. */
export const AIR = [
  { lang: 'en', section: 'sky', title: 'Reading mackerel clouds', text: [
    'Rows of small white ripples high up mean moist air is riding over cold, and a front is often less than a day behind. Sailors shortened their sails on it.',
    'When the ripples thicken and lose their edges the sun wears a ring by evening. A sky that stays sharp and scatters again before sunset meant nothing by it.',
    'Write down what you see for a month. The sky over one valley keeps its own habits, and no forecast knows them as well as a farmer’s kitchen window.',
  ] },
  { lang: 'en', section: 'sky', title: 'The Perseids in August', text: [
    'Every summer the Earth crosses the trail of comet Swift-Tuttle. Look away from the radiant, not at it, and allow your eyes twenty minutes of darkness.',
    'They come thickest in the hours before dawn, when our side of the world faces forwards. A deckchair, a blanket and a thermos make better instruments than any lens.',
    'Each spark is a grain no larger than a lentil, burning a hundred kilometres up at two hundred times the speed of a rifle shot.',
  ] },
  { lang: 'en', section: 'sky', title: 'Finding the pole star', text: [
    'The two outer stars of the Plough point to it, five times their own distance away. Its height above the horizon is the latitude where you stand.',
    'It is not the brightest, only the stillest. Everything else goes round it once a night, so that a patient camera draws circles with a dot in the middle.',
    'Three thousand years ago it was another star, and in twelve thousand it will be Vega: the axis of the Earth swings like that of a tired top.',
  ] },
  { lang: 'en', section: 'sky', title: 'Why the moon looks large', text: [
    'At the horizon it is measured against chimneys and trees, overhead against nothing. A coin at arm’s length covers it just the same in both places.',
    'Hold up the coin when it rises, and again at midnight. The eye will not believe the hand; it has already made up its mind about how far away the sky is down there.',
    'Bend over and look at it between your knees and the spell is broken, which is as good an argument as any.',
  ] },
  { lang: 'en', section: 'sea', title: 'Tides come later each day', text: [
    'The moon moves on while the Earth turns, so high water is some fifty minutes later tomorrow. Springs follow the full and the new moon by about two days.',
    'A bay that rings to the moon’s rhythm makes a flood of it: fourteen metres at the head of a funnel, and a hand’s breadth on an island a day’s sail away.',
    'Fishermen kept the hour of high water in their heads by the moon’s bearing, so that a church tower in the south-east could stand for three o’clock.',
  ] },
  { lang: 'en', section: 'sea', title: 'Knots worth knowing', text: [
    'The bowline makes a loop that neither slips nor jams, the rolling hitch takes a pull along a pole, and the sheet bend joins ropes of unequal thickness. Three are enough for most of life.',
    'Learn each one behind your back and in the dark, for that is where it will be wanted. A knot that has to be looked up is a knot too many.',
    'A good one has three virtues: it holds, it can be undone, and it can be seen at a glance to be right.',
  ] },
  { lang: 'en', section: 'sea', title: 'How lighthouses were told apart', text: [
    'Each had a rhythm of its own: two flashes in ten seconds, one in five. Fresnel’s stepped lenses threw the beam twenty miles with a lamp that burned colza oil.',
    'Red and green were kept for harbours. By day it was the bands of paint that spoke, black on white here, red on white there, since a tower says nothing at noon.',
    'The keeper wound the clockwork every four hours. When the weight ran out the light stood still, and a still light is another lighthouse.',
  ] },
  { lang: 'en', section: 'sea', title: 'Eels and the Sargasso', text: [
    'Nobody has ever seen them spawn. The glass-clear young drift for two years to rivers where their parents lived, and turn yellow, and much later silver.',
    'Silver eels leave on the darkest nights of autumn, across wet grass where they must, and do not eat again. The swim is six thousand kilometres against the stream.',
    'For two thousand years they were thought to be born of mud. A student who cut up four hundred of them in Trieste, and found nothing, later became famous for dreams.',
  ] },
  { lang: 'en', section: 'paper', title: 'Making marbled endpapers', text: [
    'Carrageen moss thickens the bath so that colour floats. Ox gall spreads each drop, a comb draws the peacock pattern, and alum on the sheet makes it stay.',
    'No two sheets are alike, which is why forgers hated them and clerks loved them: a torn edge in the ledger could be matched to its stub.',
    'Lay the paper down from one corner like a blanket on a sleeping child. A bubble is a white moon that nothing will mend.',
  ] },
  { lang: 'en', section: 'paper', title: 'Why old newspapers go yellow', text: [
    'Groundwood keeps its lignin, which light turns brown and acid. Rag paper made four centuries earlier is whiter today.',
    'Keep them flat, dark and dry, with a sheet of buffered card between. The sun does in an afternoon what a drawer does in thirty years.',
    'It was never meant to last. It was meant to be read on the tram and to wrap a herring by evening.',
  ] },
  { lang: 'en', section: 'paper', title: 'The em dash and its cousins', text: [
    'The hyphen joins, the en dash spans, the em dash interrupts. Typewriters had only the first, and its habits have outlived them.',
    'Printers measured them in the width of letters: an em is as wide as the type is tall, an en is half of it. Between years and pages stands the shorter; between thoughts, the longer.',
    'Leave a hair of space on either side or none at all, and then do it the same way to the end of the book.',
  ] },
  { lang: 'en', section: 'paper', title: 'Iron gall ink', text: [
    'Oak galls, green vitriol, gum arabic and water: pale when written, black a day after, and in the end hungry enough to eat through vellum.',
    'It goes on the colour of weak tea and darkens as the air gets at it, so that a scribe could see how old his last line was.',
    'A little too much vitriol and the letters fall out of the page one by one, leaving windows in the shape of words.',
  ] },
  { lang: 'en', section: 'sound', title: 'Tuning by fourths and fifths', text: [
    'Two strings a fifth apart beat slowly when they are almost right and not at all when they are. Twelve pure fifths overshoot seven octaves by a comma, and every piano hides it somewhere.',
    'Listen to the beats and not to the notes: a slow wave in the sound, a little under one in a second, is what a good fifth sounds like on a piano.',
    'The tuner sets an octave in the middle and copies it outwards. The last strings of all are tuned by taste, because at the top the ear no longer agrees with arithmetic.',
  ] },
  { lang: 'en', section: 'sound', title: 'Bells are tuned by turning', text: [
    'The founder casts it thick and a lathe takes metal from the inside. The hum, the prime, the tierce, the quint and the nominal are brought into line one after another.',
    'What is taken off cannot be put back. A prime that has gone flat is the end of a bell, so the lathe stops short and the last shavings are taken by hand.',
    'The note that everybody hears, the strike, is not in the bronze at all. The ear makes it up out of three others.',
  ] },
];
