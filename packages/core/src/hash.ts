// Placeholder
export interface RowHash { readonly a: number; readonly b: number; readonly c: number; readonly d: number }
