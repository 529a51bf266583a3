/** The forecast that is shipped; see `model-card.md`. */

import model from './model.json' with { type: 'json' };
import type { ForecastModel } from './model.ts';

export const SHIPPED_FORECAST: ForecastModel = model as ForecastModel;
