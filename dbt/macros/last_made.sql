{#- What an earlier run has made of this model: it lies in the build in work where that is a copy
    of an earlier one, else in its base. None where there is nothing. -#}
{% macro last_made() %}
    {%- set own = load_relation(this) -%}
    {{ return(own or adapter.get_relation('base', this.schema, this.identifier)) }}
{% endmacro %}
