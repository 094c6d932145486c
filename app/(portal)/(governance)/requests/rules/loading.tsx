import Loading from "../loading.tsx";

export default Loading;
