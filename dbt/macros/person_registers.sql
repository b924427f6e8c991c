{#- The registers that are derived from persons, with the smallest count of theirs that everyone
    may see, the field of work that they belong to, and whether they hold amounts of money. -#}
{% macro person_registers() -%}
    {% for register in var('person_registers') %}
        select
            '{{ register.contract }}' as contract,
            cast('{{ register.smallest_count }}' as integer) as smallest_count,
            '{{ register.domain }}' as domain,
            cast('{{ register.has_amounts }}' as boolean) as has_amounts
        {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
