(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push(["object"==typeof document?document.currentScript:void 0,29615,t=>{"use strict";var e=t.i(43476);let i={de:{rate:.19},fr:{rate:.2}};t.s(["default",0,function(){return(0,e.jsx)("button",{id:"pay",onClick:function(){let t=700+700*i.ch.rate;document.title=String(t)},children:"Pay"})}],29615)}]);
//# sourceMappingURL=1c5zpmbr-q_ej.js.map
