/** The prompt of a new image. */
export const prompt = {
  description: 'Describe the image in sentences, as you would to a person, rather than in keywords.',
  examples: ['A watercolour of a lighthouse at dusk, seen from the sea'],
};

/** The prompt of an edit. */
export const editPrompt = {
  description: 'Say in sentences what to change and what to keep, rather than in keywords.',
  examples: ['Make the sky stormy, and leave the lighthouse as it is'],
};
