// Two dozen made-up papers on three subjects, for tests that need neighbours and topics.

const SUBJECTS = [
  {
    venue: "Journal of Field Robotics Notes",
    papers: {
      "Grasping Wet Glass with Two Fingers":
        "Wet glass slips from every robot hand we could buy. A gripper with grooved fingertips and a fast slip sensor lifts tumblers from a sink and sets nine in ten of them down whole.",
      "A Gripper That Feels Before It Closes":
        "Most robot grippers close first and measure afterwards. Ours brushes the object with soft whiskers, estimates its stiffness, and only then chooses the force of the grasp.",
      "Picking Fruit at Night with a Single Camera":
        "Orchards are cooler and emptier at night, and a robot does not need daylight. One camera and a ring of lamps suffice to find ripe pears and guide an arm to their stems.",
      "Learning to Stack Crates from Three Demonstrations":
        "A warehouse robot rarely gets a thousand examples. From three demonstrations by hand our policy learns to stack crates of new sizes, asking for help when the pile begins to lean.",
      "Soft Hands for Hard Edges":
        "Robot hands of silicone forgive a wrong grasp but tear on metal edges. We reinforce the fingers with knitted aramid and measure how much compliance is lost for how much life is won.",
      "Where to Hold a Cup":
        "People hold a cup where they mean to drink from it. A robot that predicts the purpose before it chooses its grasp hands cups over with the handle free.",
      "Folding Towels Without a Model of Cloth":
        "Cloth has too many states to simulate. Instead of a model our robot arm looks for corners, pulls until a seam is straight, and folds along it.",
      "Tactile Maps for Blind Bin Picking":
        "A bin of black screws shows a camera nothing. By sweeping a tactile gripper through the bin the robot builds a map of touch and picks single screws out of it.",
    },
  },
  {
    venue: "Proceedings of the Workshop on Spoken Language",
    papers: {
      "Transcribing Speech in Small Kitchens":
        "Kitchens are loud: water, fans, pans. We record cooking families and show which of these noises a speech recogniser mistakes for words, and which microphones help.",
      "Dialects That a Recogniser Never Heard":
        "Speech recognition works for the dialects in its training data. Two hours of village recordings close half of the gap for a dialect of the Alps.",
      "Whispered Words":
        "A whisper has no pitch. We train an acoustic model on whispered speech read by nurses on night shifts, who have reason to keep their voices down.",
      "Who Spoke When in a Meeting of Twelve":
        "Twelve speakers interrupt one another every few seconds. Clustering voices by short overlapping windows finds who spoke when, even where three speak at once.",
      "Children’s Speech and the Length of a Vowel":
        "Children stretch vowels. Normalising the length of each vowel before recognition lowers word errors for six-year-olds, and does nothing for their parents.",
      "Recognising Names in Telephone Speech":
        "Names are where a telephone recogniser fails most often and where it matters most. A list of customers consulted while the audio is decoded repairs two thirds of the errors.",
      "A Speech Recogniser That Fits in a Watch":
        "A watch has little memory and less battery. We prune a spoken language model until it answers within one second and count which words it has forgotten.",
      "Hesitations Carry Meaning in Spoken Questions":
        "Transcripts drop every um and er. In spoken questions to librarians these hesitations mark what the speaker is unsure of, and keeping them improves the answers.",
    },
  },
  {
    venue: "Letters in Protein Science",
    papers: {
      "Folding Pathways of a Knotted Protein":
        "A knotted protein must thread itself through a loop while it folds. Optical tweezers show two pathways, one of which waits for minutes before the knot is tied.",
      "Predicting Protein Contacts from Sparse Alignments":
        "Few relatives of a protein are known for most families. We predict which residues touch from alignments of under thirty sequences, with errors stated for each contact.",
      "How Salt Moves the Folding Transition":
        "Salt screens charges on the surface of a protein. Across eleven enzymes the folding temperature rises with salt only where acidic residues crowd together.",
      "Side Chains That Decide a Protein’s Shape":
        "Exchanging four residues turns a bundle of helices into a sheet. Crystal structures of the intermediates show at which exchange the protein changes its mind.",
      "Loops in Enzymes Seen by Cryogenic Images":
        "Loops blur in electron density because they move. Sorting cryogenic images by the loop alone resolves three conformations of one enzyme and the order in which they appear.",
      "Membrane Proteins and the Width of the Bilayer":
        "A membrane protein too long for its bilayer tilts. We vary the length of the lipids and measure tilt angles by solid-state resonance.",
      "Designing a Protein That Binds Copper":
        "Copper poisons most designed binding sites. A small helical protein with two buried histidines holds a single copper ion and releases it when the solution turns acid.",
      "Slow Folding in a Fast Protein Family":
        "One member of a family of fast folders takes a thousand times longer than its relatives. A proline in the first turn is to blame, and removing it restores the speed.",
    },
  },
];

const FAMILIES = ["Byron", "Halvorsen", "Okafor", "Lindqvist"];

/** The papers as BibTeX, subject after subject. */
export function shelf() {
  return SUBJECTS.flatMap(({ venue, papers }, subject) =>
    Object.entries(papers).map(([title, abstract], place) => {
      const family = FAMILIES[(subject + place) % FAMILIES.length];
      const year = 2016 + place;
      return `@article{shelf${subject}x${place}, title = {${title}}, author = {${family}, Mira}, year = {${year}}, journal = {${venue}}, abstract = {${abstract}}}`;
    }),
  ).join("\n");
}
