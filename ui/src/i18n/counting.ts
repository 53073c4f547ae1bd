// Numbers and plurals of one language, for its dictionary.

interface Forms {
  one?: string;
  other: string;
}

export function counting(locale: string) {
  const numbers = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const number = (n: number) => numbers.format(n);
  return {
    number,
    plural: (n: number, forms: Forms) =>
      rules.select(n) === "one" ? (forms.one ?? forms.other) : forms.other,
    seconds: (time: number) =>
      time < 1 ? `${number(Math.max(1, Math.round(time * 1000)))} ms` : `${number(time)} s`,
  };
}
