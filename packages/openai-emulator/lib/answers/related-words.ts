/**
 * Words that speak of the same thing, a line each. A small stand-in for what a model knows: enough that questions in
 * other words than the answer's find it.
 */
const lines = `
light lamp lantern beacon lighthouse torch bright glow shine illuminate signal
ship boat vessel sail sailor harbour harbor port sea ocean coast lighthouse marine captain voyage
car vehicle automobile drive driver road engine truck wheel garage
train railway rail station track locomotive
plane flight fly airport airline pilot travel trip journey holiday vacation tourist
house home building flat apartment roof room rent landlord tenant
food eat meal restaurant cook kitchen recipe dinner lunch breakfast hungry dish menu
drink tea coffee water juice cup kettle brew beverage
bread bake bakery flour oven cake dough
fruit apple pear orange banana berry lemon
animal dog cat pet puppy kitten horse cow bird fish
tree forest wood plant garden flower leaf grow botanical
rain weather storm wind snow sunny cloud temperature forecast climate umbrella
warm hot heat heater heating boiler radiator stove fire
cold cool ice freeze frozen fridge chill winter
money pay payment price cost charge charged invoice bill billing refund fee subscription receipt card expense
buy purchase order shop store sale sales sell customer quote demo upgrade plan offer discount
deliver delivery parcel package shipping shipment courier post mail arrive late
broken break fault defect damaged crash error bug fail failed failure fix repair problem issue support technical down outage offline stuck
login log password account user sign access support locked authentication profile
computer software program code developer laptop app application server database website
phone call mobile telephone ring contact number
urgent urgently immediately asap emergency deadline critical now hurry quickly
angry furious annoyed upset rage complain complaint unacceptable disappointed frustrated outraged
happy glad love great excellent wonderful good best amazing perfect pleased delighted enjoy positive praise thank thanks
sad bad terrible awful worst poor horrible hate negative useless disappointing
sick ill doctor hospital health medicine pain medical patient nurse
school teach teacher student learn lesson class education university study exam
work job employee office boss salary career hire manager staff
law legal lawyer court contract judge rights
music song sing guitar piano band concert melody
book read novel story author library page write
film movie cinema actor watch television video
sport football match team player goal game win tennis run
picture image photo photograph draw painting camera colour
time clock hour minute day week month date schedule calendar meeting appointment
city town street village map place address location country
child kid baby son daughter family mother father parent
energy power electricity solar battery electric grid
metal iron steel zinc copper gold silver rust
bridge river stream lake canal dam
bee honey hive pollinate insect
clean wash soap dirty tidy laundry
cancel cancellation terminate stop quit unsubscribe end
spam scam fraud phishing suspicious
question ask answer help wonder
`;

const topics = new Map<string, number[]>();
for (const [topic, line] of lines.trim().split('\n').entries()) {
  for (const word of line.split(' ')) topics.set(word, [...(topics.get(word) ?? []), topic]);
}

/** The forms under which a word may be listed: itself, and without its ending. */
function formsOf(word: string): string[] {
  const bare = [/(?<!s)s$/, /es$/, /e$/, /ing$/, /ed$/, /d$/, /ly$/].map(ending => word.replace(ending, ''));
  const whole = [/ing$/, /ed$/].map(ending => word.replace(ending, 'e'));
  return [...new Set([word, ...bare, ...whole])];
}

/** What a word is about, as numbers that related words share. */
export function topicsOf(word: string): number[] {
  return formsOf(word).flatMap(form => topics.get(form) ?? []);
}
