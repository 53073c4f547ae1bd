// Two dozen made-up papers on three subjects, for tests that need neighbours and topics.

const SUBJECTS = [
  {
    venue: "Journal of Field Robotics Notes",
    titles: [
      "Grasping Wet Glass with Two Fingers",
      "A Gripper That Feels Before It Closes",
      "Picking Fruit at Night with a Single Camera",
      "Learning to Stack Crates from Three Demonstrations",
      "Soft Hands for Hard Edges: Robot Grasps in Clutter",
      "Where to Hold a Cup: Grasp Points from Touch",
      "Robots That Fold Towels Without a Model of Cloth",
      "Tactile Maps for Blind Bin Picking",
    ],
    abstract: (title) =>
      `We study how a robot arm grasps objects it has not met before. ${title} names the task that our gripper learns from touch and a camera. In trials on forty household objects the robot drops fewer of them than a planner with a full model of their shape.`,
  },
  {
    venue: "Proceedings of the Workshop on Spoken Language",
    titles: [
      "Transcribing Speech in Small Kitchens",
      "Dialects That a Recogniser Never Heard",
      "Whispered Words: Speech Recognition Without Voicing",
      "Who Spoke When in a Meeting of Twelve",
      "Children's Speech and the Length of a Vowel",
      "Recognising Names in Noisy Telephone Speech",
      "A Speech Recogniser That Fits in a Watch",
      "Hesitations Carry Meaning in Spoken Questions",
    ],
    abstract: (title) =>
      `Speech recognition fails where the recordings differ from those it was trained on. ${title} describes a corpus of spoken language and an acoustic model that adapts to each speaker. Word error falls by a fifth on the hardest recordings, and by less on clean speech.`,
  },
  {
    venue: "Letters in Protein Science",
    titles: [
      "Folding Pathways of a Knotted Protein",
      "Predicting Protein Contacts from Sparse Alignments",
      "How Salt Moves the Folding Transition",
      "Side Chains That Decide a Protein's Shape",
      "Loops in Enzymes: Structure from Cryogenic Images",
      "Membrane Proteins and the Width of the Bilayer",
      "Designing a Protein That Binds Copper",
      "Slow Folding in a Fast Protein Family",
    ],
    abstract: (title) =>
      `The structure of a protein follows from its sequence of residues, but not by any simple rule. ${title} reports measured folding rates and predicted structures for one family of enzymes. Two residues in the core account for most of the difference in stability.`,
  },
];

const FAMILIES = ["Byron", "Halvorsen", "Okafor", "Lindqvist"];

/** The papers of one subject, or of all, as BibTeX. */
export function shelf(subjects = SUBJECTS) {
  return subjects
    .flatMap(({ venue, titles, abstract }, subject) =>
      titles.map((title, place) => {
        const family = FAMILIES[(subject + place) % FAMILIES.length];
        return `@article{shelf${subject}x${place}, title = {${title}}, author = {${family}, Mira}, year = {${2016 + place}}, journal = {${venue}}, abstract = {${abstract(title)}}}`;
      }),
    )
    .join("\n");
}
