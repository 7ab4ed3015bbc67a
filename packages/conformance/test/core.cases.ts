import { hostileCases } from "./hostile.cases.ts"
import { loadingCases } from "./loading.cases.ts"
import { plantedCases } from "./planted.cases.ts"
import { printingCases } from "./printing.cases.ts"

export const cases = [...printingCases, ...plantedCases, ...hostileCases, ...loadingCases]
