import { Dialog } from '../../components/dialog';

/** One picture as large as the window lets it be. */
export function PictureDialog(props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly name: string;
  readonly detail: string;
  readonly url: string;
}) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.name}
      description={props.detail}
      width="lg"
    >
      <img
        src={props.url}
        alt={props.name}
        className="mx-auto max-h-[70vh] max-w-full rounded-md border border-line bg-sunken object-contain"
      />
    </Dialog>
  );
}
