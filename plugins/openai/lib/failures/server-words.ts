/** Messages of common servers, for errors that have no code. */
export const WORDS = {
  // Google uses the words of an empty account for a limit that passes, and then says how long it takes.
  quota: new RegExp(
    '^(?![\\s\\S]*(?:retry|try again) in)[\\s\\S]*(?:' +
      [
        'insufficient (?:account )?(?:balance|credits?|funds)',
        'exceeded your current quota',
        '(?:credit|account) balance is too low',
        '(?:run out of|no remaining|not enough|used all available|out of|requires more) credits?',
        'exceeded your monthly included credits',
        'payment required',
      ].join('|') +
      ')',
    'i'
  ),
  context: new RegExp(
    [
      'maximum (?:context|prompt|input) length',
      'max(?:imum)? model length',
      'exceed(?:s|ed)? (?:the|its|this model.?s?|model) (?:model |available |maximum )*(?:context|token limit|prompt length)',
      'input length exceeds',
      'context (?:window|length|size)[^.]{0,40}(?:exceeded|overflow)',
      '(?:context|reached) the overflows|reached context length',
      'prompt is too long|prompt exceeds max length|input is too long for',
      'input token count[^.]{0,40}exceeds',
      'tokens?[^.]{0,60}max_new_tokens[^.]{0,20}must be <=',
      'longer than the (?:maximum model|model.s (?:maximum )?context) length',
      'exceeded (?:this )?model(?:.s)? (?:context window|token) limit|prompt token count[^.]{0,20}exceeds',
      'range of input length should be',
      'too many tokens: size limit exceeded',
      'reduce the length of the messages',
    ].join('|'),
    'i'
  ),
  model: new RegExp(
    [
      '\\b(?:model|deployment)s?\\b[^.]*?(?:does not exist|has been deprecated|(?:is|was)? ?not found|not exist|is not (?:available|a valid model|supported by any provider))',
      '\\bmodels/\\S+ is not found',
      '(?:invalid|unknown|unsupported|no such) model\\b',
      'is not a valid model',
      'no endpoints found (?:for|that)',
      'unable to access model|not found the model|no models? loaded',
    ].join('|'),
    'i'
  ),
};
