/** Numbers for people: three digits and a unit. */

const THOUSANDS = ["", " k", " M", " G", " T"];
const BYTES = [" B", " KiB", " MiB", " GiB", " TiB"];

export function count(number) {
    return scaled(number, 1000, THOUSANDS);
}

/** With all its digits. */
export function whole(number) {
    return number.toLocaleString();
}

export function rate(number) {
    return count(number) + "/s";
}

export function bytes(number) {
    return scaled(number, 1024, BYTES);
}

export function byteRate(number) {
    return bytes(number) + "/s";
}

export function micros(number) {
    return number < 1000 ? threeDigits(number) + " µs" : threeDigits(number / 1000) + " ms";
}

export function duration(seconds) {
    const units = [
        [86_400, "d"],
        [3_600, "h"],
        [60, "min"],
        [1, "s"],
    ];
    const at = Math.max(0, units.findIndex(([length]) => seconds >= length));
    const [length, unit] = seconds < 1 ? units[3] : units[at];
    const whole = Math.floor(seconds / length);
    const next = units[units.findIndex((candidate) => candidate[1] === unit) + 1];
    const rest = next === undefined ? 0 : Math.floor((seconds % length) / next[0]);
    return whole + " " + unit + (rest === 0 ? "" : " " + rest + " " + next[1]);
}

function scaled(number, step, units) {
    let unit = 0;
    let left = number;
    while (left >= step && unit < units.length - 1) {
        left /= step;
        unit++;
    }
    return threeDigits(left) + units[unit];
}

function threeDigits(number) {
    if (number >= 100 || Number.isInteger(number)) {
        return String(Math.round(number));
    }
    return number.toFixed(number >= 10 ? 1 : 2);
}
