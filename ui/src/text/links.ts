// Where a paper can be read on the web.

export interface Link {
  label: string;
  url: string;
}

/** Where a paper can be read: its identifiers that resolve, then its own addresses. */
export function linksOf(known: { identifiers: Record<string, string>; urls: string[] }): Link[] {
  const resolvers: Record<string, (value: string) => Link> = {
    doi: (doi) => ({ label: doi, url: `https://doi.org/${encodeURI(doi)}` }),
    arxiv: (id) => ({ label: `arXiv:${id}`, url: `https://arxiv.org/abs/${encodeURI(id)}` }),
    pmid: (id) => ({
      label: `PMID ${id}`,
      url: `https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(id)}/`,
    }),
    pmcid: (id) => ({
      label: id,
      url: `https://www.ncbi.nlm.nih.gov/pmc/articles/${encodeURIComponent(id)}/`,
    }),
  };
  const links = Object.entries(known.identifiers).flatMap(
    ([scheme, value]) => resolvers[scheme]?.(value) ?? [],
  );
  for (const url of known.urls) {
    const address = webAddress(url);
    if (address && !links.some((link) => link.url === address.href)) {
      links.push({ label: address.hostname.replace(/^www\./, ""), url: address.href });
    }
  }
  return links;
}

function webAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}
