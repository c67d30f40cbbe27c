import { t } from 'i18next';
import { Component, type ReactNode } from 'react';
import { ErrorState } from '../components/states';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly failed: boolean;
}

/** A view that throws leaves the navigation and the other views standing. */
export class ViewBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <ErrorState
        title={t('app.crash.title')}
        body={t('app.crash.body')}
        onRetry={() => this.setState({ failed: false })}
      />
    );
  }
}
