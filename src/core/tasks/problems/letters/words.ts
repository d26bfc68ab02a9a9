/** Common English words of 3–12 letters, many with doubled or repeated letters. */
export const WORDS: readonly string[] = `
strawberry banana mississippi bookkeeper raspberry blueberry cranberry blackberry gooseberry cherry apple
pineapple apricot avocado lemon orange mango melon papaya peach pear plum grape coconut tomato potato carrot
pepper onion garlic cabbage lettuce spinach celery broccoli pumpkin cucumber mushroom zucchini eggplant
radish turnip bean pea lentil rice pasta noodle bread butter cheese yogurt cream milk coffee tea juice sugar
honey pudding cookie muffin waffle pancake biscuit toffee caramel chocolate vanilla cinnamon ginger mustard
ketchup vinegar sandwich salad soup pizza burrito dinner supper breakfast lunch kitchen kettle bottle saucer
spoon fork knife plate napkin apron oven stove freezer cat dog horse cow sheep goat pig rabbit hamster
squirrel chipmunk raccoon kangaroo giraffe elephant hippo zebra lion tiger panther leopard cheetah buffalo
camel donkey monkey gorilla baboon koala panda otter beaver badger ferret weasel fox wolf bear moose deer
antelope mouse rat bat hedgehog porcupine parrot sparrow swallow robin eagle falcon seagull pelican flamingo
penguin ostrich turkey chicken rooster duck goose swan pigeon raven crow owl woodpecker puffin salmon trout
tuna herring mackerel shark whale dolphin seal walrus octopus squid lobster shrimp crab oyster mussel snail
spider beetle butterfly moth bee wasp hornet ant termite mosquito cricket grasshopper dragonfly ladybug worm
lizard gecko turtle tortoise snake viper cobra crocodile alligator frog toad newt dinosaur dragon unicorn
tree forest jungle meadow prairie desert mountain valley hill river stream brook lake pond lagoon ocean sea
beach island peninsula cliff canyon cave volcano glacier iceberg waterfall swamp marsh field garden orchard
vineyard farm flower rose tulip daffodil daisy lily orchid violet poppy sunflower dandelion clover fern moss
grass willow maple oak birch cedar pine spruce cypress bamboo cactus ivy holly blossom petal pollen seed
root branch twig leaf bark sun moon star planet comet meteor galaxy universe eclipse rainbow cloud rain
drizzle storm thunder lightning tornado hurricane blizzard snow hail frost fog mist wind breeze weather
summer autumn winter spring season house cottage cabin castle palace tower temple church chapel school
college university library museum gallery theater cinema hotel hostel hospital pharmacy bakery market
supermarket butcher office factory warehouse garage station airport harbor bridge tunnel street avenue alley
highway railroad village town city suburb country nation continent room bedroom bathroom hallway attic
cellar basement balcony ceiling floor wall window door roof chimney staircase table chair sofa couch pillow
blanket mattress curtain carpet mirror lamp candle drawer cupboard shelf cabinet bookcase book letter paper
pencil crayon eraser notebook dictionary sentence paragraph chapter poem poetry novel story grammar lesson
teacher student pupil professor classroom blackboard homework exam puzzle riddle question answer solution
hammer screwdriver wrench saw drill ladder shovel rake bucket barrel basket needle thread ribbon scissors
button zipper pocket jacket sweater shirt trousers skirt dress sock slipper sandal boot mitten glove scarf
helmet umbrella wallet purse necklace bracelet earring diamond emerald ruby sapphire silver gold copper iron
steel rubber plastic bicycle car truck bus tram train subway airplane helicopter balloon rocket ship ferry
sailboat canoe kayak anchor wheel engine motor pedal saddle ticket passenger luggage suitcase passport
journey travel voyage adventure holiday piano violin viola cello guitar drum trumpet trombone flute clarinet
saxophone harp organ accordion melody rhythm music concert orchestra opera ballet dance painting sculpture
picture camera film actor singer artist pottery soccer tennis hockey baseball basketball football volleyball
badminton rugby golf skiing swimming running wrestling boxing archery marathon stadium trophy medal referee
umpire goalie team player winner champion doctor nurse surgeon dentist lawyer judge farmer baker carpenter
plumber painter tailor barber waiter sailor soldier pilot driver engineer scientist inventor explorer
president minister mayor king queen prince princess knight wizard mother father sister brother daughter son
uncle aunt cousin nephew niece grandma grandpa family neighbor friend baby head shoulder elbow finger thumb
knee ankle stomach muscle bone tooth tongue cheek eyebrow forehead hair beard happy silly funny clever
gentle honest brave curious pretty little small tall narrow hollow yellow purple green brown black white
scarlet crimson indigo turquoise lavender bitter sweet sour salty better bigger faster slower accident
address assess balance beginning bubble business calendar challenge coffeepot committee commission connect
correct different difficult dilemma disappear discuss effect embarrass excellent exaggerate express fellow
followed forgotten giggle happiness harass hello hidden immediate impossible jewellery kidnapper loss
massage message mission misspell necessary occasion occurred odd offer opposite parallel passion possess
possession process professional programmer quarrel queue recommend referred roommate seesaw settle session
shallow shutter sizzle skill success sudden suggest sunny surround swimmer symmetry tattoo tomorrow
travelled unnecessary vacuum voodoo wedding wooden woolly zigzag alphabet aardvark abracadabra anaconda
arrangement attention bassoon barracuda bobbin buzz cassette cocoa dazzle deeded excess eleven fluff fuzzy
giggling hubbub initial jazz kayaking level minimum noon nonsense oboe pepperoni pizzazz puppy razzmatazz
remember repeated rococo sassafras stress tennessee tot tweezers wigwam willful yoyo zoology
`
  .trim()
  .split(/\s+/);
