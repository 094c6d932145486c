import { randomInt } from "node:crypto";

/** 256 words that are easy to read out and to type: each is worth eight bits. */
const words = (
  "acorn amber anchor anvil apple apron arbor arrow aspen atlas autumn badge baker bamboo banjo barley " +
  "basil basket beach beacon beaver berry birch bison blanket blossom bonfire bottle boulder bramble branch bread " +
  "breeze brick bridge bronze brook bubble bucket buffalo bundle butter button cabin cactus camel candle canoe " +
  "canvas canyon carbon cargo carpet carrot castle cedar celery cello chalk cherry chestnut cider cinder circle " +
  "citrus clover cobalt cocoa comet compass copper coral cotton cradle crane crater cricket crystal cumin curtain " +
  "cypress daisy dawn delta desert dolphin domino donkey dragon drum dune eagle earth easel ebony echo " +
  "elder ember engine fabric falcon feather fennel ferry fiddle field finch fjord flame flannel flint flour " +
  "forest fossil fountain fox garden garlic garnet gate geyser ginger glacier globe granite grape gravel grove " +
  "guitar gull hammer hammock harbor harvest hazel hedge helmet heron hickory hill honey horizon hornet iris " +
  "iron island ivory jacket jasmine jersey jigsaw jungle juniper kettle kitchen kite ladder lagoon lantern larch " +
  "laurel lava lemon lentil lichen lilac linen lizard llama lobster locket lotus magnet maple marble marsh " +
  "meadow melon meteor mint mirror mitten molasses moose mosaic moss muffin mustard nectar needle nickel nutmeg " +
  "oasis ocean olive onion onyx opal orange orbit orchard orchid otter owl oyster paddle panda paper " +
  "parsley pebble pelican pepper piano pigeon pillow pine planet plaza plum pollen poplar prairie puffin pumpkin " +
  "quail quartz quill rabbit radish raven reef ribbon river robin rocket rudder saddle saffron salmon sandal " +
  "sequoia shell silver sparrow spruce summit sunset thimble thunder tiger timber topaz tulip tundra velvet willow"
).split(" ");

function word(): string {
  return words[randomInt(words.length)] ?? "willow";
}

/** A password for one installation, such as `maple-otter-7431-canyon`: 37 bits of chance. */
export function makePassphrase(): string {
  return [word(), word(), String(randomInt(10_000)).padStart(4, "0"), word()].join("-");
}
