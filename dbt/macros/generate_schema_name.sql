{#- Schemas are exactly staging, intermediate and marts, without the target's name before them. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if custom_schema_name is none else custom_schema_name }}
{%- endmacro %}
