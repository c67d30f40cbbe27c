import { Copy, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyGatewayToken, copyText, useAppStore } from '../../app/store';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { Tabs } from '../../components/tabs';
import { toast } from '../../components/toaster';
import { SNIPPET_KINDS, type SnippetKind, snippetOf } from './snippets';

const FIELD = 'block truncate rounded-md border border-line bg-sunken px-2 py-1 font-mono text-sm';
/** As long as a token, whatever the token is: it is not here. */
const MASK = '•'.repeat(24);

async function copy(text: string, said: string): Promise<void> {
  if (await copyText(text)) toast({ title: said });
}

/** The app's own address for other programs. The token is copied by main and never shown. */
export function AddressCard() {
  const { t } = useTranslation();
  const url = useAppStore((state) => state.backend.url);
  return (
    <Card title={t('gateway.title')} description={t('gateway.body')}>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-2">
        <dt className="pr-2 text-sm text-ink-2">{t('gateway.address')}</dt>
        <dd className="min-w-0">
          <code className={FIELD}>{url === null ? t('gateway.notRunning') : `${url}/v1`}</code>
        </dd>
        <dd>
          <Button
            className="w-full"
            icon={<Copy size={14} />}
            disabled={url === null}
            onClick={() => void copy(`${url ?? ''}/v1`, t('gateway.addressCopied'))}
          >
            {t('gateway.copyAddress')}
          </Button>
        </dd>
        <dt className="pr-2 text-sm text-ink-2">{t('gateway.token')}</dt>
        <dd className="min-w-0">
          <span role="img" aria-label={t('gateway.masked')} className={FIELD}>
            {MASK}
          </span>
        </dd>
        <dd>
          <Button
            className="w-full"
            icon={<KeyRound size={14} />}
            onClick={() => void copyGatewayToken()}
          >
            {t('gateway.copyToken')}
          </Button>
        </dd>
      </dl>
      <p className="mt-2 mb-4 text-sm text-ink-3">{t('gateway.tokenBody')}</p>
      {url !== null && <Snippets url={url} />}
    </Card>
  );
}

function Snippets({ url }: { readonly url: string }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<SnippetKind>('curl');
  return (
    <>
      <Tabs
        label={t('gateway.snippets')}
        value={kind}
        onChange={setKind}
        items={SNIPPET_KINDS.map((value) => ({
          value,
          label: t(`gateway.kinds.${value}`),
          panel: (
            <pre
              tabIndex={0}
              aria-label={t(`gateway.kinds.${value}`)}
              className="overflow-x-auto rounded-lg border border-line bg-sunken p-3 font-mono text-sm"
            >
              {snippetOf(value, url)}
            </pre>
          ),
        }))}
      />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          size="sm"
          icon={<Copy size={12} />}
          onClick={() => void copy(snippetOf(kind, url), t('gateway.snippetCopied'))}
        >
          {t('gateway.copySnippet')}
        </Button>
        <p className="text-sm text-ink-3">{t('gateway.snippetHint')}</p>
      </div>
    </>
  );
}
