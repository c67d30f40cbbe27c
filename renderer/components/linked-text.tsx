import { ExternalLink } from './external-link';

/** https addresses in a text; a point, comma, bracket or semicolon behind one is not part of it. */
const ADDRESS = /(https:\/\/[^\s()]*[^\s().,;])/u;

/** A line from outside with its addresses as links. Everything else of it stays text. */
export function LinkedText({ text }: { readonly text: string }) {
  return text.split(ADDRESS).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <ExternalLink key={part} url={part} className="break-all">
        {part.replace('https://', '')}
      </ExternalLink>
    ),
  );
}
