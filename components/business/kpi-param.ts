/** The URL's parameter for the KPI whose panel is open. */
export const KPI_PARAM = "kpi";
