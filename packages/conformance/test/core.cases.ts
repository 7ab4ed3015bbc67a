import { plantedCases } from "./planted.cases.ts"
import { printingCases } from "./printing.cases.ts"

export const cases = [...printingCases, ...plantedCases]
