import type { CatalogService } from '../catalog/catalog-service';
import type { Handlers } from './register';

export function modelsHandlers(catalog: CatalogService): Handlers['models'] {
  return {
    list: ({ task }) => catalog.list(task),
    refresh: ({ id }) => catalog.refresh(id),
    changeSource: (input) => catalog.changeSource(input),
    edit: (edit) => catalog.edit(edit),
    resetEdit: ({ model }) => catalog.resetEdit(model),
    measure: ({ model }) => catalog.measure(model),
    cancelMeasure: ({ model }) => catalog.cancelMeasure(model),
    pickChanges: () => catalog.pickChanges(),
    decideChange: ({ id, action }) => catalog.decideChange(id, action),
  };
}
