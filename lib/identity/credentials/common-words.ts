/**
 * What the most common passwords of published breaches are made of, without the digits around them,
 * and phrases that are long enough and known to everybody.
 */
const list = `
password passwort passwd pass contrasena motdepasse senha parola haslo wachtwoord kennwort geheim secret
secreto admin administrator administrateur root user username usuario guest gast test testing tester demo
login logon signin welcome willkommen bienvenue bienvenido bemvindo hello hallo bonjour hola change changeme
default letmein master system server computer internet website office company business manager security
secure access account portal tenant support service public private temp temporary oracle mysql postgres
database backup cisco router network wireless windows microsoft google facebook twitter instagram linkedin
youtube apple iphone samsung android nokia sony xbox playstation nintendo minecraft pokemon pikachu fortnite
iloveyou loveyou love lovely lover forever always baby babygirl babyboy sweet sweetie sweetheart honey angel
princess prince queen king sunshine moonlight sunrise flower butterfly rainbow chocolate cookie cupcake
football fussball soccer baseball basketball hockey tennis golf cricket rugby liverpool arsenal chelsea
manchester united barcelona realmadrid juventus bayern lakers yankees cowboys steelers packers eagles
dragon monkey tiger lion bear wolf eagle falcon panther shark dolphin horse kitten kitty cat dog puppy
bunny rabbit turtle spider scorpion phoenix unicorn
superman batman spiderman ironman hulk starwars skywalker vader yoda matrix neo trinity gandalf hobbit
frodo harry potter hermione naruto goku pikachu mickey snoopy tinkerbell hellokitty shadow ghost ninja
samurai pirate warrior hunter killer master blaster ranger captain soldier legend hero champion winner
lucky fortune freedom liberty peace heaven jesus christ god godislove jesuschrist blessed faith grace
michael jordan jennifer jessica ashley amanda daniel andrew anthony joshua matthew robert thomas william
david james john george charlie maria marie anna laura sarah nicole michelle andrea sophie julia peter
martin alexander maximilian sebastian christian stefan thomas francesco giovanni carlos jose juan miguel
summer winter spring autumn fall sommer herbst fruehling january february march april june july august
september october november december monday tuesday wednesday thursday friday saturday sunday montag freitag
london paris berlin munich vienna zurich madrid rome milan newyork boston chicago dallas texas florida
california america canada england germany deutschland france italia espana brasil india china australia
red blue green yellow orange purple pink black white silver gold golden diamond crystal
mustang ferrari porsche mercedes bmw audi toyota honda yamaha harley corvette camaro
guitar music metal rock metallica nirvana slipknot eminem beatles
money dollar bitcoin crypto whatever nothing trustno trustnoone whoami iamgod fuckyou fuck asshole bitch
sexy hottie ginger pepper cheese banana apple cherry peanut coffee pizza chicken
abc xyz qwerty qwertz azerty asdf asdfgh zxcv zxcvbn qaz qazwsx wsx
my our the your and is for you me i a new old one two three first last best good super mega
correcthorsebatterystaple troubador thequickbrownfox thequickbrownfoxjumpsoverthelazydog tobeornottobe
tobeornottobethatisthequestion maytheforcebewithyou opensesame iamthewalrus allyourbasearebelongtous
onceuponatime abracadabra supercalifragilisticexpialidocious antidisestablishmentarianism
loremipsum loremipsumdolorsitamet nevergonnagiveyouup
`;

let known: readonly string[] | undefined;

/** Each in lower case and without marks. */
export function commonWords(): readonly string[] {
  known ??= [...new Set(list.trim().split(/\s+/))];
  return known;
}
