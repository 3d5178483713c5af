package io.crier.server.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What of JSON Schema the OpenAPI document uses. */
final class Schema {
    private final JsonNode document;
    private final List<String> problems = new ArrayList<>();

    private Schema(JsonNode document) {
        this.document = document;
    }

    /** Where {@code value} is not as the {@code schema} of this document says; empty if it is. */
    static List<String> problems(JsonNode document, JsonNode schema, JsonNode value) {
        Schema check = new Schema(document);
        check.check(schema, value, "$");
        return check.problems;
    }

    /** The node itself, or what it refers to. */
    static JsonNode resolved(JsonNode document, JsonNode node) {
        if (!node.has("$ref")) {
            return node;
        }
        String pointer = node.get("$ref").stringValue().substring(1);
        JsonNode target = document.at(pointer);
        if (target.isMissingNode()) {
            throw new AssertionError("refers to nothing: " + pointer);
        }
        return resolved(document, target);
    }

    private void check(JsonNode reference, JsonNode value, String where) {
        JsonNode schema = resolved(document, reference);
        if (schema.has("type") && !isOf(schema.get("type").stringValue(), value)) {
            problems.add(where + " is no " + schema.get("type").stringValue() + ": " + value);
            return;
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            problems.add(where + " is not " + schema.get("const") + ": " + value);
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            problems.add(where + " is none of " + schema.get("enum") + ": " + value);
        }
        atLeast(schema, "minimum", value.isNumber() ? value.longValue() : Long.MAX_VALUE, where);
        if (value.isString()) {
            atLeast(schema, "minLength", value.stringValue().length(), where);
        } else if (value.isArray()) {
            checkArray(schema, value, where);
        } else if (value.isObject()) {
            checkObject(schema, value, where);
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            default -> throw new AssertionError("a type that no check knows: " + type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void atLeast(JsonNode schema, String keyword, long actual, String where) {
        if (schema.has(keyword) && actual < schema.get(keyword).longValue()) {
            problems.add(where + " is below its " + keyword + ": " + actual);
        }
    }

    private void checkArray(JsonNode schema, JsonNode value, String where) {
        atLeast(schema, "minItems", value.size(), where);
        if (schema.has("maxItems") && value.size() > schema.get("maxItems").intValue()) {
            problems.add(where + " has too many items: " + value);
        }
        int first = schema.has("prefixItems") ? schema.get("prefixItems").size() : 0;
        for (int i = 0; i < value.size(); i++) {
            String place = where + "[" + i + "]";
            if (i < first) {
                check(schema.get("prefixItems").get(i), value.get(i), place);
            } else if (schema.has("items")) {
                check(schema.get("items"), value.get(i), place);
            }
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String where) {
        if (schema.has("required")) {
            for (JsonNode name : schema.get("required")) {
                if (!value.has(name.stringValue())) {
                    problems.add(where + " lacks " + name + ": " + value);
                }
            }
        }
        JsonNode others = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode known = schema.path("properties").path(member.getKey());
            if (!known.isMissingNode()) {
                check(known, member.getValue(), where + "." + member.getKey());
            } else if (others.isObject()) {
                check(others, member.getValue(), where + "." + member.getKey());
            } else if (others.isBoolean() && !others.booleanValue()) {
                problems.add(where + " has a member too many: " + member.getKey());
            }
        }
    }
}
